/** One array that holds every one of very many objects: a single node with millions of references. */
class Spoke {
  used = false

  constructor(number) {
    this.number = number
  }
}

/** @param count how many objects */
export function fill(count) {
  return Array.from({ length: count }, (_, number) => new Spoke(number))
}

/** One linked list: every link is dominated by the one before, so the dominator tree is as deep as the list is long. */
class Link {
  /** The rest of the list. */
  next

  constructor(value, next) {
    this.value = value
    this.next = next
  }
}

/** @param count how many links */
export function fill(count) {
  let head = null
  for (let i = 0; i < count; i++) {
    head = new Link(i, head)
  }
  return head
}

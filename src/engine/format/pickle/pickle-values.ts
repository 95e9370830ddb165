import { column, grown, nextCapacity } from '../../base/columns.ts'
import { refused } from './refusal.ts'

/** What a value of a pickle is. */
export const Kind = { whole: 0, text: 1, tuple: 2, list: 3, dict: 4, global: 5, object: 6 } as const
export type KindNumber = (typeof Kind)[keyof typeof Kind]

export const KIND_NAMES = [
  'a number',
  'a text',
  'a tuple',
  'a list',
  'a dict',
  'a class',
  'an object',
] as const

/** More values, and more items of tuples, than this are not believed of a dump: 20 million traces. */
export const MOST_VALUES = 1 << 26
const MOST_ITEMS = 1 << 27
/** The classes, dicts, lists and objects of a dump are a handful. */
const MOST_OTHERS = 64
/** Numbers below share one value each: line numbers, domains and small sizes are most of a dump. */
const SHARED_WHOLES = 1 << 16

/** An object that was named, and never made: its class and the attributes the pickle gives it. */
export interface PickledObject {
  readonly className: string
  readonly attributes: Map<string, number>
}

/** The values of a pickle as columns, by number. Nothing is ever executed: objects are records of names and attributes. */
export class PickleValues {
  #kind = column(Uint8Array, 1024, false)
  /** The number itself, or the place in the list of its kind; of tuples the first item. */
  #data = column(Float64Array, 1024, false)
  #length = column(Uint32Array, 1024, false)
  #items = column(Uint32Array, 1024, false)
  #count = 0
  #itemCount = 0
  readonly #shared = new Int32Array(SHARED_WHOLES).fill(-1)
  readonly #textNumbers = new Map<string, number>()
  readonly texts: string[] = []
  readonly lists: Growing[] = []
  readonly dicts: Map<string, number>[] = []
  readonly globals: string[] = []
  readonly objects: PickledObject[] = []

  kind(value: number): KindNumber {
    return this.#kind[value]! as KindNumber
  }

  /** The number, or the place in the list of its kind. */
  data(value: number): number {
    return this.#data[value]!
  }

  length(tuple: number): number {
    return this.#length[tuple]!
  }

  item(tuple: number, index: number): number {
    return this.#items[this.#data[tuple]! + index]!
  }

  whole(number: number, byte: number): number {
    if (number < 0 || number >= SHARED_WHOLES) return this.#add(Kind.whole, number, 0, byte)
    if (this.#shared[number] === -1) this.#shared[number] = this.#add(Kind.whole, number, 0, byte)
    return this.#shared[number]!
  }

  text(text: string, byte: number): number {
    let number = this.#textNumbers.get(text)
    if (number === undefined) {
      number = this.texts.push(text) - 1
      this.#textNumbers.set(text, number)
    }
    return this.#add(Kind.text, number, 0, byte)
  }

  /** @param from the last entries of the stack, from there on, are its items */
  tuple(stack: Uint32Array, from: number, to: number, byte: number): number {
    const first = this.#itemCount
    this.#itemCount += to - from
    if (this.#itemCount > MOST_ITEMS) throw refused(`has more than ${MOST_ITEMS} items in its tuples`, byte)
    if (this.#itemCount > this.#items.length) {
      this.#items = grown(this.#items, nextCapacity(this.#items.length, this.#itemCount))
    }
    for (let at = from; at < to; at++) this.#items[first + at - from] = stack[at]!
    return this.#add(Kind.tuple, first, to - from, byte)
  }

  list(byte: number): number {
    return this.#other(Kind.list, this.lists, new Growing(), byte)
  }

  dict(byte: number): number {
    return this.#other(Kind.dict, this.dicts, new Map(), byte)
  }

  global(name: string, byte: number): number {
    return this.#other(Kind.global, this.globals, name, byte)
  }

  object(className: string, byte: number): number {
    return this.#other(Kind.object, this.objects, { className, attributes: new Map() }, byte)
  }

  #other<One>(kind: KindNumber, all: One[], one: One, byte: number): number {
    if (all.length === MOST_OTHERS) throw refused(`has more than ${MOST_OTHERS} of ${KIND_NAMES[kind]}`, byte)
    return this.#add(kind, all.push(one) - 1, 0, byte)
  }

  #add(kind: KindNumber, data: number, length: number, byte: number): number {
    const value = this.#count++
    if (value === MOST_VALUES) throw refused(`holds more than ${MOST_VALUES} values`, byte)
    if (value === this.#kind.length) {
      const capacity = nextCapacity(value, value + 1)
      this.#kind = grown(this.#kind, capacity)
      this.#data = grown(this.#data, capacity)
      this.#length = grown(this.#length, capacity)
    }
    this.#kind[value] = kind
    this.#data[value] = data
    this.#length[value] = length
    return value
  }
}

/** Numbers, one after the other, in memory that grows with them. */
export class Growing {
  #values = column(Uint32Array, 16, false)
  #count = 0

  get count(): number {
    return this.#count
  }

  push(value: number): void {
    if (this.#count === this.#values.length)
      this.#values = grown(this.#values, nextCapacity(this.#count, this.#count + 1))
    this.#values[this.#count++] = value
  }

  /** Takes all from `count` on away. */
  cut(count: number): void {
    this.#count = count
  }

  at(index: number): number {
    return this.#values[index]!
  }

  /** A view of what is there now: do not keep it. */
  get values(): Uint32Array {
    return this.#values.subarray(0, this.#count)
  }
}

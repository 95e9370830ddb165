import { shownName } from '../../base/shown-name.ts'
import { Growing, Kind, KIND_NAMES, type KindNumber, MOST_VALUES, PickleValues } from './pickle-values.ts'
import { refused } from './refusal.ts'

/** The opcodes of pickle protocols 2 to 5 that a dump is made of (Lib/pickletools.py of CPython). */
const Op = {
  mark: 0x28,
  emptyTuple: 0x29,
  stop: 0x2e,
  int4: 0x4a,
  int1: 0x4b,
  int2: 0x4d,
  text4: 0x58,
  emptyList: 0x5d,
  append: 0x61,
  build: 0x62,
  global: 0x63,
  appends: 0x65,
  get1: 0x68,
  get4: 0x6a,
  put1: 0x71,
  put4: 0x72,
  setItem: 0x73,
  tuple: 0x74,
  setItems: 0x75,
  emptyDict: 0x7d,
  protocol: 0x80,
  newObject: 0x81,
  tuple1: 0x85,
  tuple2: 0x86,
  tuple3: 0x87,
  long1: 0x8a,
  text1: 0x8c,
  text8: 0x8d,
  stackGlobal: 0x93,
  memoize: 0x94,
  frame: 0x95,
} as const

/** Opcodes that people should read by their names where they are refused. */
const FOREIGN: Readonly<Record<number, string>> = {
  0x52: 'REDUCE, which calls a function',
  0x69: 'INST, which calls a class',
  0x6f: 'OBJ, which calls a class',
  0x92: 'NEWOBJ_EX, which calls a class',
  0x82: 'EXT1, which names a class by a number',
  0x83: 'EXT2, which names a class by a number',
  0x84: 'EXT4, which names a class by a number',
  0x50: 'PERSID, which asks the program for an object',
  0x51: 'BINPERSID, which asks the program for an object',
}

/** The classes that a dump names. */
const ALLOWED: ReadonlySet<string> = new Set(['tracemalloc.Snapshot', 'tracemalloc._Traces'])
/** A stack of Python frames has at most 65,535, and a list comes in batches of 1,000. */
const MOST_WAITING = 1 << 17
const MOST_MARKS = 16
const LONGEST_TEXT = 1 << 16
const MISSING = -1

/**
 * Runs a pickle that must be a dump of tracemalloc, without making any object: opcodes fill tables of values. Everything
 * that a dump does not need is refused, calls and other classes first of all. Memory is linear in the bytes read.
 */
export class PickleMachine {
  readonly values = new PickleValues()
  readonly #stack = new Growing()
  readonly #marks: number[] = []
  readonly #memo = new Growing()
  readonly #decoder = new TextDecoder()
  #rest: Uint8Array = new Uint8Array(0)
  #view = new DataView(this.#rest.buffer)
  /** The place in `#rest`, and the byte of the file at which that begins. */
  #at = 0
  #base = 0
  #result: number | null = null

  /** Bytes read so far. */
  get bytes(): number {
    return this.#base + this.#rest.length
  }

  /** Where the next opcode is. */
  get byte(): number {
    return this.#base + this.#at
  }

  /** The value that the pickle is of; null before its end. */
  get result(): number | null {
    return this.#result
  }

  /** Takes the next bytes and runs the opcodes that are whole. @throws HeapError */
  push(chunk: Uint8Array): void {
    const left = this.#rest.subarray(this.#at)
    this.#base += this.#at
    this.#at = 0
    this.#rest = left.length === 0 ? chunk : joined(left, chunk)
    this.#view = new DataView(this.#rest.buffer, this.#rest.byteOffset, this.#rest.length)
    while (this.#at < this.#rest.length) {
      if (this.#result !== null) throw refused('goes on behind its end', this.byte)
      const length = this.#lengthAt(this.#at)
      if (length === MISSING || this.#at + length > this.#rest.length) return
      this.#run(this.#at, length)
      this.#at += length
    }
  }

  /** How long the opcode there is with its argument; `MISSING` where that is not there yet. */
  #lengthAt(at: number): number {
    switch (this.#rest[at]) {
      case Op.protocol:
      case Op.int1:
      case Op.get1:
      case Op.put1:
        return 2
      case Op.int2:
        return 3
      case Op.int4:
      case Op.get4:
      case Op.put4:
        return 5
      case Op.frame:
        return 9
      case Op.long1:
      case Op.text1:
        return this.#counted(at, 1)
      case Op.text4:
        return this.#counted(at, 4)
      case Op.text8:
        return this.#counted(at, 8)
      case Op.global:
        return this.#linesAt(at)
      default:
        return 1
    }
  }

  #counted(at: number, width: 1 | 4 | 8): number {
    if (at + 1 + width > this.#rest.length) return MISSING
    const length =
      width === 1
        ? this.#rest[at + 1]!
        : width === 4
          ? this.#view.getUint32(at + 1, true)
          : Number(this.#view.getBigUint64(at + 1, true))
    if (length > LONGEST_TEXT)
      throw refused(`has a text of ${length} bytes, more than any file’s name,`, this.byte)
    return 1 + width + length
  }

  #linesAt(at: number): number {
    const module = this.#rest.indexOf(0x0a, at + 1)
    const end = module === -1 ? -1 : this.#rest.indexOf(0x0a, module + 1)
    if (end !== -1) return end + 1 - at
    if (this.#rest.length - at > LONGEST_TEXT) throw refused('has a class’s name without an end', this.byte)
    return MISSING
  }

  #run(at: number, length: number): void {
    const { values } = this
    const op = this.#rest[at]!
    switch (op) {
      case Op.protocol:
        return this.#protocol(this.#rest[at + 1]!)
      case Op.frame:
        return
      case Op.stop:
        return this.#stop()
      case Op.mark:
        if (this.#marks.length === MOST_MARKS) throw refused(`nests more than ${MOST_MARKS} deep`, this.byte)
        this.#marks.push(this.#stack.count)
        return
      case Op.int1:
        return this.#pushValue(values.whole(this.#rest[at + 1]!, this.byte))
      case Op.int2:
        return this.#pushValue(values.whole(this.#view.getUint16(at + 1, true), this.byte))
      case Op.int4:
        return this.#pushValue(values.whole(this.#view.getInt32(at + 1, true), this.byte))
      case Op.long1:
        return this.#pushValue(values.whole(this.#long(at + 2, length - 2), this.byte))
      case Op.text1:
        return this.#text(at + 2, at + length)
      case Op.text4:
        return this.#text(at + 5, at + length)
      case Op.text8:
        return this.#text(at + 9, at + length)
      case Op.emptyTuple:
        return this.#tuple(this.#stack.count)
      case Op.tuple1:
        return this.#tuple(this.#below(1))
      case Op.tuple2:
        return this.#tuple(this.#below(2))
      case Op.tuple3:
        return this.#tuple(this.#below(3))
      case Op.tuple:
        return this.#tuple(this.#popMark())
      case Op.emptyList:
        return this.#pushValue(values.list(this.byte))
      case Op.emptyDict:
        return this.#pushValue(values.dict(this.byte))
      case Op.append:
        return this.#appends(this.#below(1))
      case Op.appends:
        return this.#appends(this.#popMark())
      case Op.setItem:
        return this.#setItems(this.#below(2))
      case Op.setItems:
        return this.#setItems(this.#popMark())
      case Op.get1:
        return this.#get(this.#rest[at + 1]!)
      case Op.get4:
        return this.#get(this.#view.getUint32(at + 1, true))
      case Op.put1:
        return this.#put(this.#rest[at + 1]!)
      case Op.put4:
        return this.#put(this.#view.getUint32(at + 1, true))
      case Op.memoize:
        return this.#put(this.#memo.count)
      case Op.global: {
        const [module, name] = this.#decoder.decode(this.#rest.subarray(at + 1, at + length)).split('\n')
        return this.#global(module!, name!)
      }
      case Op.stackGlobal: {
        const from = this.#below(2)
        const [module, name] = [from, from + 1].map((place) => this.#textAt(place))
        this.#stack.cut(from)
        return this.#global(module!, name!)
      }
      case Op.newObject:
        return this.#newObject()
      case Op.build:
        return this.#build()
      default:
        throw refused(`has the opcode ${FOREIGN[op] ?? `0x${op.toString(16).padStart(2, '0')}`}`, this.byte)
    }
  }

  #protocol(version: number): void {
    if (this.byte !== 0) throw refused('begins a second time', this.byte)
    if (version < 2 || version > 5) throw refused(`is of protocol ${version}, not 2 to 5,`, this.byte)
  }

  #stop(): void {
    if (this.#stack.count !== 1 || this.#marks.length > 0)
      throw refused('ends with more than one value', this.byte)
    this.#result = this.#stack.at(0)
  }

  #pushValue(value: number): void {
    if (this.#stack.count === MOST_WAITING)
      throw refused(`keeps more than ${MOST_WAITING} values waiting`, this.byte)
    this.#stack.push(value)
  }

  /** The place on the stack below which nothing is taken. */
  #below(count: number): number {
    const from = this.#stack.count - count
    if (from < (this.#marks.at(-1) ?? 0)) throw refused('takes more values than there are', this.byte)
    return from
  }

  #popMark(): number {
    const mark = this.#marks.pop()
    if (mark === undefined) throw refused('ends a group that was not begun', this.byte)
    return mark
  }

  #tuple(from: number): void {
    const { values, count } = this.#stack
    const tuple = this.values.tuple(values, from, count, this.byte)
    this.#stack.cut(from)
    this.#pushValue(tuple)
  }

  #appends(from: number): void {
    const list = this.values.lists[this.#dataAt(from - 1, Kind.list)]!
    if (list.count + this.#stack.count - from > MOST_VALUES) {
      throw refused(`has more than ${MOST_VALUES} items in a list`, this.byte)
    }
    for (let at = from; at < this.#stack.count; at++) list.push(this.#stack.at(at))
    this.#stack.cut(from)
  }

  #setItems(from: number): void {
    const dict = this.values.dicts[this.#dataAt(from - 1, Kind.dict)]!
    if ((this.#stack.count - from) % 2 === 1) throw refused('has a key without a value', this.byte)
    for (let at = from; at < this.#stack.count; at += 2) dict.set(this.#textAt(at), this.#stack.at(at + 1))
    this.#stack.cut(from)
  }

  #get(index: number): void {
    if (index >= this.#memo.count)
      throw refused(`asks for value ${index} of ${this.#memo.count} kept ones`, this.byte)
    this.#pushValue(this.#memo.at(index))
  }

  #put(index: number): void {
    if (index !== this.#memo.count) {
      throw refused(`keeps value ${index} where ${this.#memo.count} is next`, this.byte)
    }
    if (index === MOST_VALUES) throw refused(`keeps more than ${MOST_VALUES} values`, this.byte)
    this.#memo.push(this.#stack.at(this.#below(1)))
  }

  #global(module: string, name: string): void {
    const full = `${module}.${name}`
    if (!ALLOWED.has(full)) throw refused(`names ${shownName(full)}`, this.byte)
    this.#pushValue(this.values.global(full, this.byte))
  }

  /** `cls.__new__(cls)`, of which only the class is noted. */
  #newObject(): void {
    const from = this.#below(2)
    const name = this.values.globals[this.#dataAt(from, Kind.global)]!
    const isPlain = this.values.length(this.#valueAt(from + 1, Kind.tuple)) === 0
    if (!isPlain) throw refused(`makes a ${name} of arguments`, this.byte)
    this.#stack.cut(from)
    this.#pushValue(this.values.object(name, this.byte))
  }

  /** `object.__dict__.update(state)`, of which only the state is noted. */
  #build(): void {
    const from = this.#below(2)
    const { attributes } = this.values.objects[this.#dataAt(from, Kind.object)]!
    const state = this.values.dicts[this.#dataAt(from + 1, Kind.dict)]!
    for (const [key, value] of state) attributes.set(key, value)
    this.#stack.cut(from + 1)
  }

  #text(from: number, to: number): void {
    this.#pushValue(this.values.text(this.#decoder.decode(this.#rest.subarray(from, to)), this.byte))
  }

  #textAt(place: number): string {
    return this.values.texts[this.#dataAt(place, Kind.text)]!
  }

  #dataAt(place: number, kind: KindNumber): number {
    return this.values.data(this.#valueAt(place, kind))
  }

  #valueAt(place: number, kind: KindNumber): number {
    if (place < 0 || place >= this.#stack.count) throw refused('takes more values than there are', this.byte)
    const value = this.#stack.at(place)
    const found = this.values.kind(value)
    if (found !== kind) throw refused(`has ${KIND_NAMES[found]} where ${KIND_NAMES[kind]} belongs`, this.byte)
    return value
  }

  /** A whole number in two’s complement, the last byte first in weight. */
  #long(from: number, length: number): number {
    if (length > 8) throw refused(`has a number of ${length} bytes`, this.byte)
    let value = 0n
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#rest[from + i]!)
    const whole = Number(BigInt.asIntN(8 * length, value))
    if (!Number.isSafeInteger(whole)) throw refused(`has the number ${value}, which is too large,`, this.byte)
    return whole
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

import { column, grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import type { WideColumn } from '../../model/snapshot.ts'
import type { TraceTree } from '../../model/traces.ts'
import { Byte, isSpace, type SectionReader, showByte } from '../json/section.ts'
import { MAX_UINT32 } from '../kernel/number-parser.ts'
import type { RecordLayout } from './record-layouts.ts'

const State = { start: 0, first: 1, value: 2, digits: 3, afterValue: 4 } as const

/** Wanted fields by their places in `RecordLayout.fields`. */
const Field = { id: 0, functionIndex: 1, count: 2, size: 3, children: 4 } as const

/** What stands for the owner of the outermost list. */
const NOBODY = -1

/**
 * Reads the nested lists of a trace tree, `[1,0,5,80,[2,1,3,24,[],…]]`: a list holds records one after the other, and a
 * record holds the list of its children. It may be cut into pieces at any byte and nested to any depth: the way back up is
 * in the column of parents. O(bytes).
 */
export class TraceTreeSection implements SectionReader {
  readonly #stride: number
  /** By position in a record: which wanted field stands there, -1 for another. */
  readonly #fieldAt: readonly number[]
  readonly #afterChildren: number
  #id = column(Uint32Array, 0, false)
  #parent = column(Uint32Array, 0, false)
  #function = column(Uint32Array, 0, false)
  #objects = column(Float64Array, 0, false)
  #bytes = column(Float64Array, 0, false)
  #records = 0
  #state: number = State.start
  #depth = 0
  /** The record whose list of children is open. */
  #owner = NOBODY
  /** The record at hand, and the position of its next value. */
  #record = NOBODY
  #position = 0
  #value = 0

  constructor({ stride, fields }: RecordLayout) {
    this.#stride = stride
    this.#fieldAt = Array.from({ length: stride }, (_, position) => fields.indexOf(position))
    this.#afterChildren = (fields[Field.children]! + 1) % stride
  }

  read(bytes: Uint8Array, from: number, to: number, offset: number): number {
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!
      const digit = byte - Byte.zero
      if (digit >>> 0 <= 9) {
        this.#digit(digit, byte, offset + i)
        continue
      }
      if (this.#state === State.digits) this.#take(offset + i)
      if (byte === Byte.comma && this.#state === State.afterValue) this.#state = State.value
      else if (byte === Byte.openBracket) this.#open(byte, offset + i)
      else if (byte === Byte.closeBracket) {
        if (this.#close(byte, offset + i)) return i + 1
      } else if (!isSpace(byte)) throw unexpected(byte, offset + i)
    }
    return -1
  }

  finish(): TraceTree {
    const count = this.#records
    return {
      id: trimmed(this.#id, count),
      parent: trimmed(this.#parent, count),
      functionIndex: trimmed(this.#function, count),
      count: narrowed(trimmed(this.#objects, count)),
      size: narrowed(trimmed(this.#bytes, count)),
    }
  }

  #digit(digit: number, byte: number, at: number): void {
    if (this.#state === State.digits) {
      this.#value = this.#value * 10 + digit
      return
    }
    const awaited = this.#state === State.first || this.#state === State.value
    if (!awaited || this.#fieldAt[this.#position] === Field.children) throw unexpected(byte, at)
    if (this.#position === 0) this.#begin()
    this.#value = digit
    this.#state = State.digits
  }

  /** Begins a record. */
  #begin(): void {
    const record = this.#records++
    if (record === this.#id.length) {
      const capacity = nextCapacity(record, record + 1)
      this.#id = grown(this.#id, capacity)
      this.#parent = grown(this.#parent, capacity)
      this.#function = grown(this.#function, capacity)
      this.#objects = grown(this.#objects, capacity)
      this.#bytes = grown(this.#bytes, capacity)
    }
    this.#parent[record] = this.#owner === NOBODY ? record : this.#owner
    this.#record = record
  }

  /** Takes a number that has ended. */
  #take(at: number): void {
    const value = this.#value
    const field = this.#fieldAt[this.#position]!
    const isWide = field === Field.count || field === Field.size
    if (value > (isWide ? Number.MAX_SAFE_INTEGER : MAX_UINT32) && field !== -1) {
      throw bad(`has the number ${value} before byte ${at}, which cannot be`, at)
    }
    if (field === Field.id) this.#id[this.#record] = value
    else if (field === Field.functionIndex) this.#function[this.#record] = value
    else if (field === Field.count) this.#objects[this.#record] = value
    else if (field === Field.size) this.#bytes[this.#record] = value
    this.#next((this.#position + 1) % this.#stride)
  }

  #open(byte: number, at: number): void {
    if (this.#state === State.start) {
      this.#owner = NOBODY
    } else {
      const awaited = this.#state === State.first || this.#state === State.value
      if (!awaited || this.#fieldAt[this.#position] !== Field.children) throw unexpected(byte, at)
      this.#owner = this.#record
    }
    this.#depth++
    this.#position = 0
    this.#state = State.first
  }

  /** Ends a list. Returns whether it was the outermost. */
  #close(byte: number, at: number): boolean {
    const mayEnd = this.#state === State.first || this.#state === State.afterValue
    if (!mayEnd) throw unexpected(byte, at)
    if (this.#position !== 0) {
      throw bad(
        `ends a list at byte ${at} in the middle of a record (${this.#position} of ${this.#stride} values)`,
        at,
      )
    }
    this.#depth--
    if (this.#depth === 0) return true
    this.#record = this.#owner
    const parent = this.#parent[this.#record]!
    this.#owner = parent === this.#record ? NOBODY : parent
    this.#next(this.#afterChildren)
    return false
  }

  #next(position: number): void {
    this.#position = position
    this.#state = State.afterValue
  }
}

/** In 32 bits each where all fit. */
function narrowed(values: Float64Array): WideColumn {
  return values.every((value) => value <= MAX_UINT32) ? Uint32Array.from(values) : values
}

function unexpected(byte: number, at: number): HeapError {
  return bad(`has ${showByte(byte)} at byte ${at}, where a tree of whole numbers has something else`, at)
}

function bad(what: string, byte: number): HeapError {
  return new HeapError('bad-number', `Section “trace_tree” ${what}; the file is damaged, capture it again.`, {
    section: 'trace_tree',
    byte,
  })
}

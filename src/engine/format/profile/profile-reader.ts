import { column, grown, nextCapacity } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import type { Task } from '../../base/task.ts'
import { noTraces } from '../../model/traces.ts'
import { JsonDocument } from '../json/document.ts'
import { JsonEvents, type JsonHandler } from '../json/json-events.ts'
import type { SectionReader } from '../json/section.ts'
import { SkippedValue } from '../json/value-section.ts'
import { type WithoutObjects, withoutObjects } from '../without-objects.ts'
import { CallCollector, type CallFrame } from './call-collector.ts'

/** Bytes read between two chances to cancel. */
const SLICE = 1 << 17

/** The sections of a sampling profile that tell it from a snapshot; one of them comes first. */
const SECTIONS = /^(?:\uFEFF)?\s*\{\s*"(?:head|samples)"\s*:/
/** What a file begins with is known after so many bytes. */
export const PROFILE_BEGINNING = 1 << 10

/** Whether a file that begins with these bytes is a sampling profile. */
export function isProfile(beginning: Uint8Array): boolean {
  return SECTIONS.test(new TextDecoder().decode(beginning.subarray(0, PROFILE_BEGINNING)))
}

/**
 * Reads a sampling profile (`.heapprofile`) from pieces of bytes, in one pass: a call of `head` becomes an entry of the
 * tree of stacks, with `selfSize` as its bytes and its samples as its objects. O(bytes) time, no recursion.
 * @throws HeapError
 */
export async function readProfile(
  chunks: AsyncIterable<Uint8Array>,
  size: number | null,
  task: Task,
): Promise<WithoutObjects> {
  task.begin('read', size ?? 0)
  const calls = new CallCollector()
  const samples = new SampleHandler()
  const seen = new Set<string>()
  const document = new JsonDocument((key): SectionReader => {
    if (seen.has(key)) {
      throw new HeapError('not-json', 'This sampling profile has a section twice; its writer is broken.')
    }
    seen.add(key)
    if (key === 'head') return new JsonEvents(key, new CallHandler(calls))
    return key === 'samples' ? new JsonEvents(key, samples) : new SkippedValue()
  })
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += SLICE) {
      document.push(chunk.subarray(from, from + SLICE))
      const wait = task.tick(document.bytes)
      if (wait) await wait
    }
  }
  document.end()
  if (!calls.hasFrames) {
    throw new HeapError(
      'not-a-snapshot',
      'This is a sampling profile, but its section “head” holds no calls; record it again.',
      { section: 'head', byte: 0 },
    )
  }
  const { tree, functions, strings } = calls.finish(samples.ids())
  const traces = { functions, tree, samples: noTraces().samples }
  return { snapshot: withoutObjects('v8 profile', strings, { traces }), bytes: document.bytes }
}

/** What an open brace or bracket of `head` stands for. */
const Role = { other: 0, call: 1, frame: 2, children: 3 } as const

class CallHandler implements JsonHandler {
  readonly #calls: CallCollector
  #roles = new Uint8Array(64)
  #depth = 0
  #key = ''
  #call = -1
  #frame: CallFrame = noFrame()

  constructor(calls: CallCollector) {
    this.#calls = calls
  }

  open(isObject: boolean): void {
    const role = this.#roleOf(isObject)
    if (this.#depth === this.#roles.length) this.#roles = grown(this.#roles, 2 * this.#depth)
    this.#roles[this.#depth++] = role
    if (role === Role.call) this.#call = this.#calls.begin(this.#call)
    if (role === Role.frame) this.#frame = noFrame()
  }

  close(): void {
    const role = this.#roles[--this.#depth]!
    if (role === Role.call) this.#call = this.#calls.parentOf(this.#call)
    if (role === Role.frame) this.#calls.setFunction(this.#call, this.#frame)
  }

  key(name: string): void {
    this.#key = name
  }

  text(value: string): void {
    if (this.#role !== Role.frame) return
    if (this.#key === 'functionName') this.#frame.name = value
    if (this.#key === 'url') this.#frame.url = value
    if (this.#key === 'scriptId' && /^\d{1,9}$/.test(value)) this.#frame.scriptId = Number(value)
  }

  number(value: number): void {
    if (this.#role === Role.call) {
      if (this.#key === 'id') this.#calls.setId(this.#call, wholeBelow(value, 2 ** 32))
      if (this.#key === 'selfSize') this.#calls.setSize(this.#call, wholeBelow(value, 2 ** 53))
    } else if (this.#role === Role.frame) {
      if (this.#key === 'lineNumber') this.#frame.line = Math.max(-1, Math.min(value, 2 ** 31))
      if (this.#key === 'columnNumber') this.#frame.column = Math.max(-1, Math.min(value, 2 ** 31))
      if (this.#key === 'scriptId') this.#frame.scriptId = wholeBelow(value, 2 ** 31)
    }
  }

  word(): void {}

  get #role(): number {
    return this.#depth === 0 ? Role.other : this.#roles[this.#depth - 1]!
  }

  #roleOf(isObject: boolean): number {
    if (this.#depth === 0) return isObject ? Role.call : Role.other
    if (this.#role === Role.children) return isObject ? Role.call : Role.other
    if (this.#role !== Role.call) return Role.other
    if (isObject) return this.#key === 'callFrame' ? Role.frame : Role.other
    return this.#key === 'children' ? Role.children : Role.other
  }
}

/** Collects which call each sample belongs to. */
class SampleHandler implements JsonHandler {
  #ids = column(Uint32Array, 0, false)
  #count = 0
  #depth = 0
  #key = ''

  ids(): Uint32Array {
    return this.#ids.subarray(0, this.#count)
  }

  open(): void {
    this.#depth++
  }

  close(): void {
    this.#depth--
  }

  key(name: string): void {
    this.#key = name
  }

  text(): void {}

  number(value: number): void {
    if (this.#depth !== 2 || this.#key !== 'nodeId') return
    if (this.#count === this.#ids.length) {
      this.#ids = grown(this.#ids, nextCapacity(this.#count, this.#count + 1))
    }
    this.#ids[this.#count++] = wholeBelow(value, 2 ** 32)
  }

  word(): void {}
}

function noFrame(): CallFrame {
  return { name: '', scriptId: 0, url: '', line: -1, column: -1 }
}

/** A whole number from 0; what is none, or too large, is 0. */
function wholeBelow(value: number, bound: number): number {
  const whole = Math.round(value)
  return whole >= 0 && whole < bound ? whole : 0
}

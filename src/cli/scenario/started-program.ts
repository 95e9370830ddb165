import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { CaptureError } from '#capture/capture-error.ts'

const PATIENCE_MS = 30_000
/** For a program that is asked to end. */
const LAST_PATIENCE_MS = 2000
const EACH_MS = 20
/** So much of what a program says last is told where it ends too soon. */
const LAST_WORDS = 500
/** So much of what it says is looked at, from its beginning. */
const FIRST_WORDS = 1 << 16

/** A program that was started, with pipes for what it says. */
export class StartedProgram {
  readonly #name: string
  readonly #died: Promise<never>
  #first = ''
  #last = ''

  /** @param name as a sentence begins */
  constructor(child: ChildProcess, name: string) {
    this.#name = name
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        if (this.#first.length < FIRST_WORDS) this.#first += text
        this.#last = (this.#last + text).slice(-LAST_WORDS)
      })
    }
    this.#died = new Promise((_, reject) => {
      child.on('error', ({ message }) => {
        reject(new CaptureError(`${name} could not be started: ${message}.`))
      })
      child.on('close', (code, signal) => {
        reject(new CaptureError(`${name} ended with ${signal ?? code} too soon${this.#lastWords()}.`))
      })
    })
    this.#died.catch(() => undefined)
  }

  /** @throws CaptureError where the program ends first */
  unlessDead<Value>(promise: Promise<Value>): Promise<Value> {
    return Promise.race([this.#died, promise])
  }

  /** The first group of a pattern in what it says. @param what it does so, for messages */
  async match(pattern: RegExp, what: string): Promise<string> {
    for (const late = performance.now() + PATIENCE_MS; performance.now() < late;) {
      const found = pattern.exec(this.#first)?.[1]
      if (found !== undefined) return found
      await this.unlessDead(wait(EACH_MS))
    }
    throw new CaptureError(`${this.#name} does not ${what} within ${PATIENCE_MS / 1000} s.`)
  }

  #lastWords(): string {
    const words = this.#last.trim().replaceAll(/\s+/g, ' ')
    return words === '' ? '' : `; it said last: ${words}`
  }
}

/** Ends a program, by force where it takes its time. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exit = once(child, 'exit')
  child.kill()
  const late = setTimeout(() => child.kill('SIGKILL'), LAST_PATIENCE_MS)
  await exit
  clearTimeout(late)
}

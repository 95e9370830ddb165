import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import CDP from 'chrome-remote-interface'
import { CaptureError } from './capture-error.ts'
import type { Valve } from './chunk-queue.ts'
import type { Target } from './targets.ts'

/** Who lives answers sooner; one that is stopped, or waits in foreign code, does not answer at all. */
const PATIENCE_MS = 10_000
/** For the last question, when somebody waits for the end. */
const LAST_PATIENCE_MS = 2000

/** From the answer to that question to the end of an inspector: long enough for our connection to end before. */
const CLOSES_AFTER_MS = 1000

/** What who has left waits for: nothing more is to be done with it, nor said of it. */
const NEVER = new Promise<never>(() => {})

/** How much memory a target takes, in bytes. */
export interface Footprint {
  /** What V8 uses of its heap. */
  readonly heap: number
  /** What the system counts for the process; null for a page, which does not know. */
  readonly resident: number | null
}

/** A page or process that is spoken to through its inspector. */
export class Inspected {
  /** As messages call it: `process 4711`, `the page http://…`. */
  readonly name: string
  /** The number of a Node process; null of a page. */
  readonly pid: number | null
  readonly client: CDP.Client
  /** Stops what is sent on our side: what is not read then waits in the target's memory, for the protocol has no brake. */
  readonly valve: Valve
  readonly #gone: Promise<never>
  #left = false
  #afterwards: () => void = () => {}

  private constructor(client: CDP.Client, name: string, pid: number | null) {
    this.client = client
    this.name = name
    this.pid = pid
    this.valve = valveOf(client)
    this.#gone = new Promise((_, reject) => {
      const end = (): void => reject(new CaptureError(`${capital(name)} ended while it was captured.`))
      client.on('disconnect', end)
      client.on('Inspector.targetCrashed', end)
      client.on('Inspector.detached', end)
    })
    // Nobody may be asking when it goes.
    this.#gone.catch(() => undefined)
  }

  /** @throws CaptureError where it does not answer, or cannot be spoken to */
  static async connect({ type, url, socket }: Target): Promise<Inspected> {
    const page = `the ${type.replace('_', ' ')} ${url}`
    const client = await CDP({ target: socket, local: true }).catch((error: unknown) => {
      throw new CaptureError(`${capital(page)} takes no inspector; is another one attached?`, {
        cause: error,
      })
    })
    try {
      if (type !== 'node') {
        const inspected = new Inspected(client, page, null)
        await inspected.#answers(client.Runtime.getHeapUsage())
        return inspected
      }
      const unknown = new Inspected(client, 'the process', null)
      const pid = await unknown.#answers(unknown.evaluate('process.pid'))
      return new Inspected(client, `process ${String(pid)}`, Number(pid))
    } catch (error) {
      await client.close()
      throw error
    }
  }

  /** What a command of the protocol results in. @throws CaptureError where the target is gone, or refuses */
  async ask<Result>(command: Promise<Result>): Promise<Result> {
    try {
      const result = await Promise.race([command, this.#gone])
      return this.#left ? await NEVER : result
    } catch (error) {
      if (this.#left) return NEVER
      if (error instanceof CaptureError) throw error
      if (error instanceof CDP.ProtocolError) {
        throw new CaptureError(`${capital(this.name)} refused: ${error.message}.`, { cause: error })
      }
      return this.#gone
    }
  }

  /** The value of an expression in the target. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.ask(
      this.client.Runtime.evaluate({ expression, includeCommandLineAPI: true, returnByValue: true }),
    )
    return result.value
  }

  /**
   * Milliseconds of the target's own clock around a command, which Node does with nothing in between; newer V8s put a snapshot
   * off until a moment of its own, and are asked when it is done. Null where the target does not tell.
   */
  async timed(command: () => Promise<unknown>): Promise<number | null> {
    let isDone = false
    const before = this.evaluate('Date.now()')
    const done = this.ask(command()).finally(() => {
      isDone = true
    })
    const next = this.evaluate('Date.now()')
    const [begin, , soon] = await Promise.all([before, done, next.then((time) => (isDone ? time : null))])
    const end = soon ?? (await this.evaluate('Date.now()'))
    return typeof begin === 'number' && typeof end === 'number' ? Math.max(0, end - begin) : null
  }

  async footprint(): Promise<Footprint> {
    const { usedSize } = await this.ask(this.client.Runtime.getHeapUsage())
    const resident = this.pid === null ? null : await this.evaluate('process.memoryUsage().rss')
    return { heap: usedSize, resident: typeof resident === 'number' ? resident : null }
  }

  /** Waits while the target goes on. @throws CaptureError where it ends */
  async wait(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    try {
      await this.ask(
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, ms)
        }),
      )
    } finally {
      clearTimeout(timer)
    }
  }

  /**
   * Lets go of the target; what was asked for and has not come never will.
   * @param inspector whether its inspector is closed as well, of Node
   */
  async leave(inspector: boolean): Promise<void> {
    this.#left = true
    this.valve.open()
    if (inspector) {
      // Node may crash where its inspector closes while a connection to it ends, so it closes later than ours does.
      const expression = `(inspector => { setTimeout(() => inspector.close(), ${CLOSES_AFTER_MS}).unref() })(require('inspector'))`
      const closing = this.client.Runtime.evaluate({ expression, includeCommandLineAPI: true })
      await settledWithin(closing, LAST_PATIENCE_MS)
    }
    await settledWithin(this.client.close(), LAST_PATIENCE_MS)
    // Whoever comes next is not to find one that is about to close.
    if (inspector) await wait(CLOSES_AFTER_MS + 250)
    this.#afterwards()
  }

  /** @param run is called when the target was let go of */
  afterwards(run: () => void): void {
    this.#afterwards = run
  }

  async #answers<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => {
        reject(new CaptureError(`${capital(this.name)} does not answer its inspector; is it stopped?`))
      }, PATIENCE_MS).unref()
    })
    return Promise.race([this.ask(answer), late])
  }
}

/** The library reads as fast as it can and offers no brake; the socket below is one. */
function valveOf(client: CDP.Client): Valve {
  const socket = (): Socket | null => (client as unknown as Below)['_ws']['_socket']
  return {
    close: () => void socket()?.pause(),
    open: () => void socket()?.resume(),
  }
}

/** The connection below a client, and its socket while it is open. */
interface Below {
  readonly ['_ws']: { readonly ['_socket']: Socket | null }
}

async function settledWithin(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work.catch(() => undefined), late])
  clearTimeout(timer)
}

/** As a sentence begins. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

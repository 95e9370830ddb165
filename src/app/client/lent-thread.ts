import { transfer } from 'comlink'
import type { ThreadLender } from '#protocol/worker.ts'

/** The thread that one analysis worker may borrow. It starts when that worker asks for it. */
export class LentThread implements ThreadLender {
  readonly #death: Promise<never>
  #die: (error: Error) => void = () => {}
  #worker: Worker | null = null
  #ended = false

  constructor() {
    this.#death = new Promise((_, reject) => {
      this.#die = reject
    })
    // Nobody may be waiting when it dies.
    this.#death.catch(() => {})
  }

  async start(): Promise<MessagePort> {
    const { port1, port2 } = new MessageChannel()
    // What asks may have been ended meanwhile.
    if (!this.#ended) {
      this.#worker = new Worker(new URL('../../../workers/assistant.worker.ts', import.meta.url), {
        type: 'module',
        name: 'heapscope assistant',
      })
      this.#worker.addEventListener('error', () => this.#die(new Error('The assisting thread died.')))
      this.#worker.postMessage(port1, [port1])
    }
    return transfer(port2, [port2])
  }

  death(): Promise<never> {
    return this.#death
  }

  async end(): Promise<void> {
    this.#ended = true
    this.#worker?.terminate()
    this.#worker = null
  }
}

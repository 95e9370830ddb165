import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import process from 'node:process'

/**
 * A machine with an address of its own, as far as the network tells: a namespace of Linux, connected to us by a cable of
 * the kernel.
 */
export class OtherMachine {
  readonly address: string
  readonly #name: string

  private constructor(name: string, address: string) {
    this.#name = name
    this.address = address
  }

  /** Null where the system does not let us have one, which takes Linux, root and `ip`. */
  static make(): OtherMachine | null {
    const name = `heapscope-${process.pid}`
    const [here, there] = ['a', 'b'].map((end) => `hs${process.pid % 1_000_000}${end}`) as [string, string]
    // Of a network for tests between networks, which nobody routes: four addresses for each process.
    const number = (process.pid % 16_384) * 4
    const [one, two] = [1, 2].map((last) => `198.19.${number >> 8}.${(number & 255) + last}`) as [
      string,
      string,
    ]
    const steps = [
      `netns add ${name}`,
      `link add ${here} type veth peer name ${there} netns ${name}`,
      `address add ${one}/30 dev ${here}`,
      `link set ${here} up`,
      `-n ${name} address add ${two}/30 dev ${there}`,
      `-n ${name} link set ${there} up`,
    ]
    const machine = new OtherMachine(name, two)
    try {
      for (const step of steps) ip(step)
      return machine
    } catch {
      machine.remove()
      return null
    }
  }

  /** Starts a program there. */
  start(command: string, args: readonly string[]): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.#name, command, ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  }

  /** The cable goes with it. */
  remove(): void {
    try {
      ip(`netns delete ${this.#name}`)
    } catch {
      // It was never made.
    }
  }
}

function ip(command: string): void {
  execFileSync('ip', command.split(' '), { stdio: 'pipe' })
}

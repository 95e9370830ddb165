import type { Snapshot } from '../model/snapshot.ts'
import type { Assistant } from './assistant.ts'
import { crossedBack, crossing, type RemoteFindings } from './crossing.ts'

/** What an assistant finds out about a snapshot from the moment this is made, while its caller does other work. */
export class RemoteWork {
  readonly #assistant: Assistant
  readonly #findings: Promise<RemoteFindings>
  #report: (fraction: number) => void = () => {}

  constructor(assistant: Assistant, snapshot: Snapshot) {
    this.#assistant = assistant
    this.#findings = assistant
      .find(crossing(snapshot), (fraction) => this.#report(fraction))
      .then((found) => crossedBack(found, snapshot))
    // It may fail before anyone waits for it; who waits is told.
    this.#findings.catch(() => {})
  }

  /** @param report told the fraction that is done, from now on */
  wait(report: (fraction: number) => void): Promise<RemoteFindings> {
    this.#report = report
    return this.#findings
  }

  end(): void {
    this.#assistant.end()
  }
}

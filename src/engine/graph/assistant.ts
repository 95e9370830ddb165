import type { CrossingSnapshot, CrossingTree } from './crossing.ts'

/** Another thread that takes a part of the work: it sees the columns that lie in shared memory. */
export interface Assistant {
  /** Does `findThere` there. `report` is told now and then how far it is, from 0 to 1. */
  find(snapshot: CrossingSnapshot, report: (fraction: number) => void): Promise<CrossingTree>
  /** Ends the thread at once, whatever it does; `find` then may never settle. */
  end(): void
}

import type { WeakMapPairs } from '../model/graph.ts'
import type { CrossingSnapshot, CrossingTree } from './crossing.ts'

/** Told what an assistant finds on its way. */
export interface FindListener {
  /** Comes first: others need the pairs too. */
  pairs(found: WeakMapPairs): void
  /** How far it is, from 0 to 1, now and then. */
  progress(fraction: number): void
}

/** Another thread that takes a part of the work: it sees the columns that lie in shared memory. */
export interface Assistant {
  /** Does `findThere` there. */
  find(snapshot: CrossingSnapshot, listener: FindListener): Promise<CrossingTree>
  /** Ends the thread at once, whatever it does; `find` then may never settle. */
  end(): void
}

import type { Dominated, WeakMapPairs } from '../model/graph.ts'
import type { SourceWork } from './sources.ts'
import type { CrossingSnapshot, CrossingTree } from './crossing.ts'

/** Told what an assistant finds on its way. */
export interface FindListener {
  /** Comes first: others need the pairs too. */
  pairs(found: WeakMapPairs): void
  /** Would be done sooner if its caller did `helpCollecting`. Comes after the pairs, if at all. */
  askForHelp(work: SourceWork): void
  /** How far it is, from 0 to 1, now and then. */
  progress(fraction: number): void
  /** The tree. Comes last, if all goes well. */
  tree(found: CrossingTree): void
}

/** Another thread that takes a part of the work: it sees the columns that lie in shared memory. */
export interface Assistant {
  /** Does `findThere` there. */
  find(snapshot: CrossingSnapshot, listener: FindListener): Promise<Dominated>
  /** Ends the thread at once, whatever it does; `find` then may never settle. */
  end(): void
}

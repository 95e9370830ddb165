import type { Holding } from '#engine/model/rows.ts'
import type { ViewName } from './views.ts'

/** What the page says of a file that holds no objects, and the one view that shows what it holds. */
export interface WithoutObjects {
  readonly noun: string
  readonly tells: string
  readonly view: ViewName
  /** What leads to that view. */
  readonly show: string
}

export const WITHOUT_OBJECTS: Readonly<Record<Exclude<Holding, 'objects'>, WithoutObjects>> = {
  samples: {
    noun: 'sampling profile',
    tells: 'by whom memory was allocated',
    view: 'allocations',
    show: 'Show its stacks',
  },
  blocks: {
    noun: 'tracemalloc snapshot',
    tells: 'which lines allocated memory',
    view: 'allocations',
    show: 'Show its lines',
  },
  series: {
    noun: 'series',
    tells: 'what a process used over time',
    view: 'time',
    show: 'Show memory over time',
  },
  lines: {
    noun: 'line report',
    tells: 'what lines of code added',
    view: 'allocations',
    show: 'Show its lines',
  },
}

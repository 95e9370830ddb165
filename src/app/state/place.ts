import type { ClassColumn, Sort } from '#engine/model/rows.ts'

export type ViewName = 'overview' | 'classes'
export type ObjectTab = 'references' | 'retainers' | 'dominated'

/** Where the user is: all that the address bar holds. */
export interface Place {
  /** `sample:<file>`, `recent:<id>`, or null on the landing page. */
  readonly source: string | null
  readonly view: ViewName
  /** The order of the classes; null is the view's own. */
  readonly sort: Sort<ClassColumn> | null
  /** The filter of the classes, as typed. */
  readonly filter: string
  /** Keys of the classes that are opened to their instances. */
  readonly open: readonly string[]
  /** The heap id (@123) of the selected object. */
  readonly selected: number | null
  readonly tab: ObjectTab
}

export const DEFAULT_PLACE: Place = {
  source: null,
  view: 'overview',
  sort: null,
  filter: '',
  open: [],
  selected: null,
  tab: 'references',
}

import type { MatchedBy } from '#engine/model/digest.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import type { ViewName } from './views.ts'

export type ObjectTab = 'references' | 'retainers' | 'dominated'
/** What the panel shows below the object: a tree, or where it was allocated. */
export type PanelTab = ObjectTab | 'stack'

/** What the address holds of the view that is shown. Every view has its own. */
export interface ViewPlace {
  /** The order of its table; null is the view's own. */
  readonly sort: Sort<string> | null
  /** The filter of its table, as typed. */
  readonly filter: string
  /** Keys of the rows that are open. */
  readonly open: readonly string[]
  /** Whatever else the view lets one choose, by its own names; see `useOptions`. */
  readonly options: Readonly<Record<string, string>>
}

/** One of several captures that are looked at together. */
export interface SetMember {
  readonly source: string
  /** What the user calls it; null is the file's name. */
  readonly label: string | null
}

/** Which captures are looked at. */
export interface CapturesPlace {
  /** The one that views show: `sample:<file>`, `recent:<id>`, `url:<address>`, or null on the landing page. */
  readonly source: string | null
  /** All of them in their order, earliest first; empty where there is one. */
  readonly set: readonly SetMember[]
  /** The one that the shown one is compared with. */
  readonly base: string | null
  /** How objects of two captures are told to be the same; null leaves it to what their ids say. */
  readonly match: MatchedBy | null
}

/** Where the user is: all that the address bar holds. */
export interface Place extends ViewPlace, CapturesPlace {
  readonly view: ViewName
  /** The heap id (@123) of the object in the panel. */
  readonly selected: number | null
  readonly tab: PanelTab
  /** The filter of what the panel lists around the object. */
  readonly near: string
  /** How the selection came about; empty where nothing is selected. */
  readonly selection: readonly Term[]
}

export const DEFAULT_VIEW_PLACE: ViewPlace = { sort: null, filter: '', open: [], options: {} }

export const DEFAULT_PLACE: Place = {
  ...DEFAULT_VIEW_PLACE,
  source: null,
  set: [],
  base: null,
  match: null,
  view: 'overview',
  selected: null,
  tab: 'references',
  near: '',
  selection: [],
}

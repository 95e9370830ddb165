import type { Rule } from './rule.ts'
import { concatenatedStrings } from './v8/concatenated-strings.ts'
import { deadVariables } from './v8/dead-variables.ts'
import { eventListeners } from './v8/event-listeners.ts'
import { looseCollections } from './v8/loose-collections.ts'
import { pendingPromises } from './v8/pending-promises.ts'
import { slicedStrings } from './v8/sliced-strings.ts'
import { smallViews } from './v8/small-views.ts'
import { timers } from './v8/timers.ts'

/** Rules for heaps of V8 alone. */
export const V8_RULES: readonly Rule[] = [
  eventListeners,
  timers,
  pendingPromises,
  deadVariables,
  slicedStrings,
  concatenatedStrings,
  smallViews,
  looseCollections,
]

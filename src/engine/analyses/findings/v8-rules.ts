import type { Rule } from './rule.ts'
import { codeBloat } from './v8/code-bloat.ts'
import { concatenatedStrings } from './v8/concatenated-strings.ts'
import { consoleKept } from './v8/console-kept.ts'
import { deadVariables } from './v8/dead-variables.ts'
import { detachedDom } from './v8/detached-dom.ts'
import { dictionaryObjects } from './v8/dictionary-objects.ts'
import { eventListeners } from './v8/event-listeners.ts'
import { looseCollections } from './v8/loose-collections.ts'
import { manyShapes } from './v8/many-shapes.ts'
import { moduleCache } from './v8/module-cache.ts'
import { oneFieldWrappers } from './v8/one-field-wrappers.ts'
import { pendingPromises } from './v8/pending-promises.ts'
import { reactFibers } from './v8/react-fibers.ts'
import { slicedStrings } from './v8/sliced-strings.ts'
import { smallViews } from './v8/small-views.ts'
import { timers } from './v8/timers.ts'

/** Rules for heaps of V8 alone. */
export const V8_RULES: readonly Rule[] = [
  moduleCache,
  detachedDom,
  eventListeners,
  timers,
  pendingPromises,
  deadVariables,
  reactFibers,
  consoleKept,
  slicedStrings,
  concatenatedStrings,
  smallViews,
  looseCollections,
  dictionaryObjects,
  oneFieldWrappers,
  manyShapes,
  codeBloat,
]

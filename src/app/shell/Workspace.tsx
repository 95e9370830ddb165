import { useDeferredValue, useEffect } from 'react'
import { useHeap } from '../state/heap-store.ts'
import { DEFAULT_PLACE } from '../state/place.ts'
import { currentPlace, go, usePlace } from '../state/place-store.ts'
import { useAnswer } from '../state/use-answer.ts'
import { insteadOfView, VIEWS, type ViewName } from '../state/views.ts'
import { WITHOUT_OBJECTS, type WithoutObjects } from '../state/without-objects.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PARTS, focusPart } from './focus-part.ts'
import { ObjectAside } from './ObjectAside.tsx'
import { ProgressStrip } from './ProgressStrip.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { SentNote } from './SentNote.tsx'
import { StatusBar } from './StatusBar.tsx'
import { TopBar } from './TopBar.tsx'
import { VIEW_PARTS } from './view-parts.ts'
import { ViewNav } from './ViewNav.tsx'
import styles from './Workspace.module.css'

/** The frame around an open capture: views to the left, the view, the selected object to the right. */
export function Workspace() {
  // Another view is drawn bit by bit behind the one that is shown, so that the page answers meanwhile.
  const view = useDeferredValue(usePlace((place) => place.view))
  const holds = useAnswer('summary').value?.holds ?? 'objects'
  const instead = holds === 'objects' ? null : WITHOUT_OBJECTS[holds]
  useEffect(() => {
    // A file without objects has nothing to show in the view that captures begin with.
    if (instead && currentPlace().view === DEFAULT_PLACE.view) go({ view: instead.view }, 'replace')
  }, [instead])
  // What had the focus before (a sample, the cancel button) is gone.
  useEffect(() => focusPart('view'), [])
  return (
    <div className={styles['frame']}>
      <a href="#view" className={styles['skip']} onClick={skip}>
        Skip to the view
      </a>
      <TopBar />
      <SentNote />
      <ViewNav />
      <main id={PARTS.view} tabIndex={-1} className={styles['main']} aria-label={VIEWS[view].title}>
        <h1 className={styles['heading']}>{VIEWS[view].title}</h1>
        {instead && view !== instead.view ? <NoObjects instead={instead} /> : <Shown view={view} />}
      </main>
      <ObjectAside />
      <SelectionBar />
      <ProgressStrip />
      <StatusBar />
    </div>
  )
}

/** The view, or why there is nothing to see in it of this capture. */
function Shown({ view }: { readonly view: ViewName }) {
  const family = useHeap((heap) => heap.family)
  const { View } = VIEW_PARTS[view]
  const nothing = insteadOfView(view, family)
  return nothing === null ? <View key={view} /> : <EmptyState>{nothing}</EmptyState>
}

/** The fragment is the place's; a jump inside the page must not change it. */
function skip(event: { preventDefault(): void }): void {
  event.preventDefault()
  focusPart('view')
}

/** What the other views say of a file without objects. */
function NoObjects({ instead: { view, show, noun, tells } }: { readonly instead: WithoutObjects }) {
  return (
    <EmptyState action={{ label: show, run: () => go({ view }) }}>
      This is a {noun}: it says {tells}, but holds no objects. For this view take a heap snapshot.
    </EmptyState>
  )
}

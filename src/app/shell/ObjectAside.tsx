import { idText } from '#engine/base/id-text.ts'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useHeap } from '../state/heap-store.ts'
import { go, usePlace } from '../state/place-store.ts'
import { useAnswer } from '../state/use-answer.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ObjectPanel } from '../views/object/ObjectPanel.tsx'
import { PARTS } from './focus-part.ts'
import { WITHOUT_OBJECTS } from '../state/without-objects.ts'
import styles from './ObjectAside.module.css'
import { PanelEdge } from './PanelEdge.tsx'
import { usePanelWidth } from './use-panel-width.ts'

/** The place of the selected object: a column at the right, on a narrow page a sheet that folds down. */
export function ObjectAside() {
  const selected = usePlace((place) => place.selected)
  const [width, setWidth] = usePanelWidth()
  const [folded, setFolded] = useState(false)
  const shallowOnly = useHeap((heap) => heap.shallowOnly)
  const early = useHeap((heap) => heap.status === 'early')
  const holds = useAnswer('summary').value?.holds ?? 'objects'
  useEffect(() => setFolded(false), [selected])
  const Chevron = folded ? ChevronUp : ChevronDown
  return (
    <aside
      id={PARTS.object}
      tabIndex={-1}
      className={styles['aside']}
      aria-label="Selected object"
      data-empty={selected === null || undefined}
      data-folded={folded || undefined}
      style={{ '--panel-width': `${width}px` }}
    >
      <PanelEdge width={width} onWidth={setWidth} />
      <div className={styles['handle']}>
        <button
          type="button"
          className={styles['fold']}
          aria-expanded={!folded}
          onClick={() => setFolded(!folded)}
        >
          <Chevron aria-hidden="true" size={16} />
          Object {selected === null ? null : idText(selected)}
        </button>
        <Button look="icon" aria-label="Close the object" onClick={() => go({ selected: null })}>
          <X aria-hidden="true" size={15} />
        </Button>
      </div>
      <div className={styles['body']}>
        {holds !== 'objects' ? (
          <EmptyState>A {WITHOUT_OBJECTS[holds].noun} holds no objects to look at.</EmptyState>
        ) : shallowOnly ? (
          <NothingAround />
        ) : early && selected !== null ? (
          <StillComing />
        ) : (
          <ObjectPanel />
        )}
      </div>
    </aside>
  )
}

/** Without references there is nothing to tell of an object that its row does not say. */
function NothingAround() {
  return (
    <EmptyState>
      This capture was opened without its references: what keeps an object alive, and what it refers to, is
      not known. Its row says the rest.
    </EmptyState>
  )
}

/** Its references come in a moment, and with them all there is to tell. */
function StillComing() {
  return (
    <EmptyState>
      References are still being read: what the object refers to and what keeps it alive comes in a moment.
    </EmptyState>
  )
}

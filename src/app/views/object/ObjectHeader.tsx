import { idText } from '#engine/base/id-text.ts'
import { useState } from 'react'
import type { NodeRow, ObjectDetail } from '#engine/model/rows.ts'
import { classPlace } from '#app/state/class-place.ts'
import { dominatorsPlace } from '#app/state/dominators-place.ts'
import { useHeap } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { changeSelection, queryOfObject } from '#app/state/selection.ts'
import { Button } from '#app/ui/Button.tsx'
import { CopyButton } from '#app/ui/CopyButton.tsx'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import { kindLook } from '#app/ui/kinds.ts'
import { nodeTitle, visibleName } from '#app/ui/node-title.ts'
import { explainName } from '#app/ui/plain-words.ts'
import { SourceText } from '#app/ui/SourceText.tsx'
import { classFilter } from './class-filter.ts'
import styles from './ObjectPanel.module.css'

/** Longer names are shortened until they are asked for. */
const LONG = 120
/** No row holds more of a name than this many characters. */
const HELD = 1024

/** What the object is: name, id, class, kind, and where it comes from. */
export function ObjectHeader({ detail }: { readonly detail: ObjectDetail }) {
  const { node, source } = detail
  const words = explainName(node.name) ?? (node.name === node.className ? null : explainName(node.className))
  const showClass = () => go(classPlace(node.kind, node.classKey, classFilter(node.className)))
  return (
    <header className={styles['header']}>
      <h2 className={styles['title']}>
        <KindBadge kind={node.kind} />
        <Title key={node.node} node={node} />
      </h2>
      <p className={styles['facts']}>
        <span className={styles['id']}>{idText(node.id)}</span>
        <span>
          {kindLook(node.kind).name}, class{' '}
          <Button look="text" onClick={showClass}>
            <bdi dir="ltr" className={styles['class']}>
              {visibleName(node.className)}
            </bdi>
          </Button>
        </span>
        {node.detached ? (
          <span className={styles['detached']} title="In no document any more, but still held by something">
            detached
          </span>
        ) : null}
        <CopyButton text={idText(node.id)} what="@id" />
        <SelectButton node={node} />
        <DominatorsButton node={node} />
      </p>
      {source ? (
        <p className={styles['source']}>
          <SourceText source={source} />
        </p>
      ) : null}
      {words ? <p className={styles['words']}>{words}</p> : null}
    </header>
  )
}

/** Adds the object to the selection, or takes it away where it was added by itself. */
function SelectButton({ node }: { readonly node: NodeRow }) {
  const query = queryOfObject(node)
  const added = usePlace((place) => place.selection.some((term) => term.op === '+' && term.query === query))
  return (
    <Button look="text" onClick={() => changeSelection(added ? '-' : '+', query)}>
      {added ? 'Take from the selection' : 'Add to the selection'}
    </Button>
  )
}

/** Zooms the drawing of the dominator tree to the object. */
function DominatorsButton({ node }: { readonly node: NodeRow }) {
  const isReady = useHeap(({ status, shallowOnly }) => status === 'ready' && !shallowOnly)
  if (!isReady) return null
  return (
    <Button look="text" onClick={() => go(dominatorsPlace({ by: 'object', id: node.id, path: [] }))}>
      Draw what it retains
    </Button>
  )
}

function Title({ node }: { readonly node: NodeRow }) {
  const [whole, setWhole] = useState(false)
  const title = nodeTitle(node)
  if (title.length <= LONG)
    return (
      <bdi dir="ltr" className={styles['name']}>
        {title}
      </bdi>
    )
  return (
    <span className={styles['long']}>
      <bdi dir="ltr" className={styles['name']}>
        {whole ? title : `${title.slice(0, LONG)}…`}
      </bdi>{' '}
      <Button look="text" aria-expanded={whole} onClick={() => setWhole(!whole)}>
        {whole ? 'Less' : 'More'}
      </Button>
      {whole && node.name.length >= HELD ? ' These are its first 1,024 characters.' : null}
    </span>
  )
}

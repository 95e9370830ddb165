import { Autocomplete } from '@base-ui/react/autocomplete'
import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Found } from '#engine/model/rows.ts'
import { FIND_BOX } from '../commands/commands.ts'
import { go } from '../state/place-store.ts'
import { useAnswer } from '../state/use-answer.ts'
import { formatCountOf } from '../ui/format.ts'
import { KindBadge } from '../ui/KindBadge.tsx'
import { NodeName } from '../ui/NodeName.tsx'
import { visibleName } from '../ui/node-title.ts'
import { focusPart } from './focus-part.ts'
import { FOUND_CLASSES, foundItems, type FoundItem } from './found-items.ts'
import styles from './FindBox.module.css'
import { Keys } from '../ui/Keys.tsx'

/** Finds an object by its id and classes by a part of their name, and goes there. */
export function FindBox() {
  const [text, setText] = useState('')
  // Enter pressed before the answer was there: the first thing found is gone to as soon as it is.
  const hurried = useRef(false)
  const actions = useRef<Autocomplete.Root.Actions | null>(null)
  const wanted = text.trim()
  const { value, error, pending } = useAnswer('find', wanted, FOUND_CLASSES)
  const items = wanted === '' || !value ? NONE : foundItems(value, wanted)
  const looking = pending && wanted !== ''
  const change = (next: string) => {
    setText(next)
    hurried.current = false
  }
  const choose = (item: FoundItem) => {
    change('')
    go(item.to)
    focusPart(item.kind === 'object' ? 'object' : 'view')
  }
  useEffect(() => {
    if (!hurried.current || looking) return
    hurried.current = false
    const [first] = items
    if (!first) return
    actions.current?.close()
    choose(first)
  })
  return (
    <Autocomplete.Root
      items={items}
      filter={null}
      value={text}
      onValueChange={(next, { reason }) => {
        if (reason !== 'item-press') change(next)
      }}
      actionsRef={actions}
      itemToStringValue={(item) => item.key}
      autoHighlight="always"
      openOnInputClick
    >
      <div className={styles['box']}>
        <Search aria-hidden="true" size={14} />
        <Autocomplete.Input
          id={FIND_BOX}
          className={styles['input']}
          aria-label="Find an object by @id, or a class"
          placeholder="Find @id or class"
          spellCheck={false}
          autoComplete="off"
          onKeyDown={(event) => {
            if (event.key === 'Escape') hurried.current = false
            if (event.key !== 'Enter' || !looking) return
            // What is listed still belongs to the text before.
            event.preventBaseUIHandler()
            event.preventDefault()
            hurried.current = true
          }}
          onBlur={() => {
            hurried.current = false
          }}
        />
        <span className={styles['hint']}>
          <Keys keys="/" />
        </span>
      </div>
      <Autocomplete.Portal>
        <Autocomplete.Positioner className={styles['positioner']} sideOffset={4} align="end">
          <Autocomplete.Popup className={styles['popup']} hidden={wanted === ''} aria-busy={looking}>
            <Autocomplete.Status className={styles['status']}>
              {looking ? 'Looking…' : statusText(wanted, value, error?.message ?? null)}
            </Autocomplete.Status>
            <Autocomplete.List className={styles['list']} aria-label="Found">
              {(item: FoundItem) => (
                <Autocomplete.Item
                  key={item.key}
                  value={item}
                  className={styles['item']}
                  onClick={() => choose(item)}
                >
                  <ItemText item={item} />
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  )
}

const NONE: readonly FoundItem[] = []

function ItemText({ item }: { readonly item: FoundItem }) {
  if (item.kind === 'object') return <NodeName node={item.node} />
  if (item.kind === 'all') return <span className={styles['all']}>{item.text}</span>
  return (
    <>
      <KindBadge kind={item.row.kind} />
      <bdi dir="ltr" className={styles['name']}>
        {visibleName(item.row.name)}
      </bdi>
      <span className={styles['count']}>{formatCountOf(item.row.count, 'object')}</span>
    </>
  )
}

function statusText(text: string, found: Found | undefined, error: string | null): string | null {
  if (error !== null) return error
  if (text === '' || !found) return null
  if (found.node || found.classes.total > 0) return null
  if (/^@\d+$/.test(text)) return `There is no object ${text} in this heap.`
  return `No class has “${text}” in its name.`
}

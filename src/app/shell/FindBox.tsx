import { Autocomplete } from '@base-ui/react/autocomplete'
import { Search } from 'lucide-react'
import { useState } from 'react'
import type { Found } from '#engine/model/rows.ts'
import { FIND_BOX } from '../commands/commands.ts'
import { go } from '../state/place-store.ts'
import { useAnswer } from '../state/use-answer.ts'
import { formatCountOf } from '../ui/format.ts'
import { KindBadge } from '../ui/KindBadge.tsx'
import { NodeName } from '../ui/NodeName.tsx'
import { focusPart } from './focus-part.ts'
import { FOUND_CLASSES, foundItems, type FoundItem } from './found-items.ts'
import styles from './FindBox.module.css'
import { Keys } from './Keys.tsx'

/** Finds an object by its id and classes by a part of their name, and goes there. */
export function FindBox() {
  const [text, setText] = useState('')
  const { value, error, pending } = useAnswer('find', text.trim(), FOUND_CLASSES)
  const items = text.trim() === '' || !value ? [] : foundItems(value, text.trim())
  return (
    <Autocomplete.Root
      items={items}
      filter={null}
      value={text}
      onValueChange={(next, { reason }) => {
        if (reason !== 'item-press') setText(next)
      }}
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
        />
        <span className={styles['hint']}>
          <Keys keys="/" />
        </span>
      </div>
      <Autocomplete.Portal>
        <Autocomplete.Positioner className={styles['positioner']} sideOffset={4} align="end">
          <Autocomplete.Popup className={styles['popup']} hidden={text.trim() === ''} aria-busy={pending}>
            <Autocomplete.Status className={styles['status']}>
              {statusText(text.trim(), value, error?.message ?? null)}
            </Autocomplete.Status>
            <Autocomplete.List className={styles['list']} aria-label="Found">
              {(item: FoundItem) => (
                <Autocomplete.Item
                  key={item.key}
                  value={item}
                  className={styles['item']}
                  onClick={() => {
                    setText('')
                    go(item.to)
                    focusPart(item.kind === 'object' ? 'object' : 'view')
                  }}
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

function ItemText({ item }: { readonly item: FoundItem }) {
  if (item.kind === 'object') return <NodeName node={item.node} />
  if (item.kind === 'all') return <span className={styles['all']}>{item.text}</span>
  return (
    <>
      <KindBadge kind={item.row.kind} />
      <bdi className={styles['name']}>{item.row.name}</bdi>
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

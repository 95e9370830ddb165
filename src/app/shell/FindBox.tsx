import { Autocomplete } from '@base-ui/react/autocomplete'
import { History, Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Found } from '#engine/model/rows.ts'
import { FIND_BOX } from '../commands/commands.ts'
import { go } from '../state/place-store.ts'
import { rememberSearch, searchHistory } from '../state/search-history.ts'
import { useAnswer } from '../state/use-answer.ts'
import { formatCountOf } from '../ui/format.ts'
import { KindBadge } from '../ui/KindBadge.tsx'
import { NodeName } from '../ui/NodeName.tsx'
import { visibleName } from '../ui/node-title.ts'
import { focusPart } from './focus-part.ts'
import { FOUND_CLASSES, foundItems, type FoundItem, searchedItems } from './found-items.ts'
import styles from './FindBox.module.css'
import { Keys } from '../ui/Keys.tsx'

/** Finds an object by its id, classes, and objects by the filter language, and goes there. */
export function FindBox() {
  const [text, setText] = useState('')
  // Enter pressed before the answer was there: the first thing found is gone to as soon as it is.
  const hurried = useRef(false)
  const [open, setOpen] = useState(false)
  // A search of before was chosen: the list stays for what it finds.
  const again = useRef(false)
  const wanted = text.trim()
  const { value, error, pending } = useAnswer('find', wanted, FOUND_CLASSES)
  const searches = searchHistory()
  const items = wanted === '' ? searchedItems(searches) : value && !error ? foundItems(value, wanted) : NONE
  const looking = pending && wanted !== ''
  const change = (next: string) => {
    setText(next)
    hurried.current = false
  }
  const choose = (item: FoundItem) => {
    if (item.kind === 'again') {
      again.current = true
      change(item.text)
      return
    }
    rememberSearch(wanted)
    setOpen(false)
    change('')
    go(item.to)
    focusPart(item.kind === 'object' ? 'object' : 'view')
  }
  useEffect(() => {
    if (!hurried.current || looking) return
    hurried.current = false
    const [first] = items
    if (!first) return
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
      open={open}
      onOpenChange={(next) => {
        setOpen(next || again.current)
        again.current = false
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
          aria-label="Find an object by @id, a class, or objects by a filter"
          placeholder="Find @id, class, size:>1k …"
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
          <Autocomplete.Popup
            className={styles['popup']}
            hidden={items.length === 0 && wanted === ''}
            aria-busy={looking}
          >
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
  if (item.kind === 'again') {
    return (
      <>
        <History aria-hidden="true" size={13} />
        <bdi className={styles['name']}>{item.text}</bdi>
      </>
    )
  }
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
  if (/^@(\d+|0x[\da-f]+)$/i.test(text)) return `There is no object ${text} in this heap.`
  // What only objects can be asked for has looked at no class.
  return found.classes.all === 0 ? null : `No class passes “${text}”.`
}

import { ContextMenu } from '@base-ui/react/context-menu'
import { useRef, useState } from 'react'
import type { MouseEvent, ReactElement } from 'react'
import type { RowAction } from './actions.ts'
import { Keys } from '../Keys.tsx'
import styles from './RowMenu.module.css'

/** What a menu is opened on: a row, a cell, or nothing. */
export interface MenuSubject<Row> {
  readonly row: Row | undefined
  readonly opener: HTMLElement | null
}

interface RowMenuProps<Row> {
  readonly actions: readonly RowAction<Row>[]
  /** What the menu is opened on, and where the focus goes afterwards. */
  readonly find: (event: MouseEvent) => MenuSubject<Row>
  /** The table, or the drawing. */
  readonly children: ReactElement<Record<string, unknown>>
}

/** The menu of a row: right click, long press, or the menu key while the row has the focus. */
export function RowMenu<Row>({ actions, find, children }: RowMenuProps<Row>) {
  const [row, setRow] = useState<Row | undefined>(undefined)
  const opener = useRef<HTMLElement | null>(null)
  const take = (event: MouseEvent) => {
    const found = find(event)
    opener.current = found.opener
    setRow(found.row)
  }
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} onContextMenuCapture={take} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={styles['positioner'] ?? ''}>
          <ContextMenu.Popup className={styles['popup'] ?? ''} finalFocus={opener}>
            {row === undefined ? (
              <p className={styles['none']}>Open this menu on a row.</p>
            ) : (
              actions.map((action) => (
                <ContextMenu.Item
                  key={action.id}
                  className={styles['item'] ?? ''}
                  onClick={() => action.run(row)}
                >
                  {action.title}
                  {action.key ? <Keys keys={action.key} /> : null}
                </ContextMenu.Item>
              ))
            )}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

/** The row of a table under the pointer, or with the focus; a row has `data-index`. */
export function rowUnder<Row>(
  { target }: MouseEvent,
  rowAt: (index: number) => Row | undefined,
): MenuSubject<Row> {
  const line = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return { row: line === null ? undefined : rowAt(Number(line.dataset['index'])), opener: line }
}

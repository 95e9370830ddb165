import { ContextMenu } from '@base-ui/react/context-menu'
import { useRef, useState } from 'react'
import type { MouseEvent, ReactElement } from 'react'
import type { RowAction } from './actions.ts'
import { Keys } from '../Keys.tsx'
import styles from './RowMenu.module.css'

interface RowMenuProps<Row> {
  readonly actions: readonly RowAction<Row>[]
  readonly rowAt: (index: number) => Row | undefined
  /** The table; a row in it has `data-index`. */
  readonly children: ReactElement<Record<string, unknown>>
}

/** The menu of a row: right click, long press, or the menu key while the row has the focus. */
export function RowMenu<Row>({ actions, rowAt, children }: RowMenuProps<Row>) {
  const [row, setRow] = useState<Row | undefined>(undefined)
  const opener = useRef<HTMLElement | null>(null)
  const take = (event: MouseEvent) => {
    const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
    opener.current = line
    setRow(line === null ? undefined : rowAt(Number(line.dataset['index'])))
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

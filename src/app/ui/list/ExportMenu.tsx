import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { notify } from '../../state/notice-store.ts'
import { Button } from '../Button.tsx'
import { download } from '../download.ts'
import { formatCountOf } from '../format.ts'
import { messageOf } from '../message-of.ts'
import { type Export, type ExportFormat, exportRows } from './export-rows.ts'
import menu from '../table/RowMenu.module.css'
import styles from './ListView.module.css'

interface ExportMenuProps<Row, Id extends string> extends Omit<Export<Row, Id>, 'format'> {
  /** What the file is called, without its ending. */
  readonly name: string
  /** How many rows there are; null until known. */
  readonly total: number | null
}

const FORMATS: readonly (readonly [ExportFormat, string, string])[] = [
  ['csv', 'CSV', 'text/csv;charset=utf-8'],
  ['json', 'JSON', 'application/json'],
]

/** Saves all rows of a table, with its filter and in its order, as a file. Long ones tell how far they are and stop. */
export function ExportMenu<Row, Id extends string>({
  name,
  total,
  columns,
  fetch,
}: ExportMenuProps<Row, Id>) {
  const [percent, setPercent] = useState<number | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  const save = async (format: ExportFormat, type: string) => {
    const mine = new AbortController()
    running.current = mine
    setPercent(0)
    try {
      const parts: string[] = []
      let rows = 0
      for await (const { text, done, total: all } of exportRows({ columns, fetch, format })) {
        if (mine.signal.aborted) return
        parts.push(text)
        rows = done
        setPercent(all === 0 ? 100 : Math.floor((done / all) * 100))
      }
      download(new Blob(parts, { type }), `${name}.${format}`)
      notify(`Saved ${formatCountOf(rows, 'row')} as ${name}.${format}.`)
    } catch (error) {
      if (!mine.signal.aborted) notify(`The table could not be saved: ${messageOf(error)}`)
    } finally {
      if (running.current === mine) setPercent(null)
    }
  }

  if (percent !== null) {
    const stop = () => {
      running.current?.abort()
      setPercent(null)
    }
    return <Button onClick={stop}>Saving {percent}%: stop</Button>
  }
  return (
    <Menu.Root>
      <Menu.Trigger title="Export" render={<Button disabled={total === null || total === 0} />}>
        <Download aria-hidden="true" size={13} />
        <span className={styles['word']}>Export</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu['positioner'] ?? ''} sideOffset={4} align="end">
          <Menu.Popup className={menu['popup'] ?? ''}>
            {FORMATS.map(([format, title, type]) => (
              <Menu.Item key={format} className={menu['item'] ?? ''} onClick={() => void save(format, type)}>
                {formatCountOf(total ?? 0, 'row')} as {title}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

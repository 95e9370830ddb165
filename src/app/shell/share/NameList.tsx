import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RedactionList, RedactionNameRow } from '#engine/model/redaction-rows.ts'
import type { Page } from '#engine/model/rows.ts'
import type { Packable } from '../../state/packables.ts'
import { namesOf } from '../../state/redaction.ts'
import { Button } from '../../ui/Button.tsx'
import { formatCount, formatCountOf } from '../../ui/format.ts'
import { messageOf } from '../../ui/message-of.ts'
import styles from './NameList.module.css'

const TITLES: Readonly<Record<RedactionList, string>> = {
  properties: 'Names of properties that go, the most telling first',
  files: 'Paths of files that go, the most telling first',
  keys: 'Names that are taken as data',
}
/** Rows more at each step. */
const STEP = 50

interface NameListProps {
  readonly list: RedactionList
  readonly captures: readonly Packable[]
  readonly keys: Uint32Array | null
  readonly onClose: () => void
}

/** The names themselves, so that who shares can look through them before anything goes. */
export function NameList({ list, captures, keys, onClose }: NameListProps) {
  const [index, setIndex] = useState(0)
  const [filter, setFilter] = useState('')
  const [count, setCount] = useState(STEP)
  const { page, problem } = useNames({ list, capture: captures[index]!, keys, filter, count })
  return (
    <section className={styles['names']} aria-labelledby="share-names">
      <header className={styles['head']}>
        <h3 id="share-names">{TITLES[list]}</h3>
        <Button look="icon" aria-label="Close the list of names" onClick={onClose}>
          <X aria-hidden="true" size={14} />
        </Button>
      </header>
      <div className={styles['tools']}>
        {captures.length > 1 ? (
          <select
            aria-label="Capture"
            value={index}
            onChange={(event) => {
              setIndex(Number(event.target.value))
              setCount(STEP)
            }}
          >
            {captures.map(({ source, label, capture }, i) => (
              <option key={source} value={i}>
                {label ?? capture?.state.file?.name}
              </option>
            ))}
          </select>
        ) : null}
        <input
          type="search"
          aria-label="Find among the names"
          placeholder="Find among the names"
          value={filter}
          onChange={(event) => {
            setFilter(event.target.value)
            setCount(STEP)
          }}
        />
        <span role="status" className={styles['count']}>
          {page ? `${formatCount(page.rows.length)} of ${formatCount(page.total)}` : ''}
        </span>
      </div>
      {problem ? <p role="alert">{problem}</p> : null}
      <ul className={styles['list']} tabIndex={0} aria-labelledby="share-names">
        {page?.rows.map((row) => (
          <NameLine key={row.name} row={row} />
        ))}
        {page && page.rows.length < page.total ? (
          <li>
            <Button look="text" onClick={() => setCount(count + STEP)}>
              Show {Math.min(STEP, page.total - page.rows.length)} more
            </Button>
          </li>
        ) : null}
      </ul>
    </section>
  )
}

function NameLine({ row: { name, uses, left } }: { readonly row: RedactionNameRow }) {
  return (
    <li>
      <bdi dir="ltr" className={styles['name']} title={name}>
        {name}
      </bdi>
      {left === name ? null : (
        <bdi dir="ltr" className={styles['left']} title={left}>
          becomes {left}
        </bdi>
      )}
      <span className={styles['uses']}>{formatCountOf(uses, 'use')}</span>
    </li>
  )
}

interface Wanted {
  readonly list: RedactionList
  readonly capture: Packable
  readonly keys: Uint32Array | null
  readonly filter: string
  readonly count: number
}

/** The first so many names, kept while others are looked for. */
function useNames({ list, capture, keys, filter, count }: Wanted): {
  readonly page: Page<RedactionNameRow> | null
  readonly problem: string | null
} {
  const [page, setPage] = useState<Page<RedactionNameRow> | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const request = { start: 0, end: count, ...(filter ? { filter: JSON.stringify(filter) } : {}) }
    const look = async () => {
      try {
        const found = await namesOf(capture, list, request, keys, signal)
        if (signal.aborted) return
        setPage(found)
        setProblem(null)
      } catch (error) {
        if (!signal.aborted) setProblem(messageOf(error))
      }
    }
    void look()
    return () => controller.abort()
  }, [list, capture, keys, filter, count])
  return { page, problem }
}

import { useState } from 'react'
import type { EdgeLook } from '#engine/model/retainer-rows.ts'
import { Button } from '#app/ui/Button.tsx'
import type { Way } from './box-words.ts'
import type { BoxMark, DrawnGraph } from './graph-layout.ts'
import { LOOK_WORDS, MARK_WORDS } from './graph-svg.ts'
import styles from './PathGraph.module.css'

const MARKS = ['dominator', 'selected', 'fold'] as const
const LOOKS: readonly EdgeLook[] = ['named', 'machine', 'collection', 'weak-map']

interface GraphLegendProps {
  readonly graph: DrawnGraph
  readonly way: Way
}

/** What the marks and lines mean that are there; on a narrow page when one asks for it. */
export function GraphLegend({ graph: { boxes, edges }, way }: GraphLegendProps) {
  const marks = new Set<BoxMark>(boxes.map(({ mark }) => mark))
  const looks = new Set(
    edges.filter(({ id }) => boxes.some(({ row }) => row.id === id && row.edge)).map(({ look }) => look),
  )
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button className={styles['explain']} aria-expanded={open} onClick={() => setOpen(!open)}>
        Legend
      </Button>
      <ul className={styles['legend']} aria-label="Legend" data-open={open || undefined}>
        {MARKS.filter((mark) => marks.has(mark)).map((mark) => (
          <li key={mark}>
            <svg
              width="14"
              height="14"
              viewBox="0 0 14 14"
              aria-hidden="true"
              data-mark={mark}
              className={styles['key']}
            >
              {mark === 'dominator' ? (
                <path d="M7 0l7 7l-7 7l-7 -7z" className={styles['diamond']} />
              ) : (
                <rect
                  x="1"
                  y="1"
                  width="12"
                  height="12"
                  rx="3"
                  className={styles['frame']}
                  data-mark={mark}
                />
              )}
            </svg>
            {MARK_WORDS[mark]}
          </li>
        ))}
        {LOOKS.filter((look) => looks.has(look)).map((look) => (
          <li key={look}>
            <svg width="22" height="8" aria-hidden="true">
              <path d="M0 4h22" className={`${styles['edge']} ${styles[look]}`} strokeWidth="2" />
            </svg>
            {LOOK_WORDS[look]}
          </li>
        ))}
        {way === 'refers' ? <li>figures: the objects from there on, and their bytes</li> : null}
      </ul>
    </>
  )
}

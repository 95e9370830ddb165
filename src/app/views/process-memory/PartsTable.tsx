import { Fragment } from 'react'
import { knownWords, MEMORY_GROUPS, MEMORY_PART_WORDS } from '#engine/analyses/process-memory-parts.ts'
import {
  MEMORY_PARTS,
  type MemoryFigures,
  type MemoryPart,
  type MemoryPartName,
} from '#engine/model/process-memory-rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { DeltaCell } from '#app/ui/DeltaCell.tsx'
import { formatBytes, formatPercent } from '#app/ui/format.ts'
import { PART_LOOKS } from './part-looks.ts'
import styles from './ProcessMemory.module.css'

interface PartsTableProps {
  readonly figures: MemoryFigures
  /** Of the earlier capture; null where there is none. */
  readonly before: MemoryFigures | null
}

/** Every part with its size, its share, how it is known, what it is and what shrinks it. */
export function PartsTable({ figures, before }: PartsTableProps) {
  const names = MEMORY_PARTS.filter((name) => partOf(figures, name) || partOf(before, name))
  const change = (name: MemoryPartName) => bytesOf(figures, name) - bytesOf(before, name)
  const most = Math.max(0, ...names.map((name) => Math.abs(change(name))))
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Parts of resident memory">
      <table className={styles['parts']}>
        <thead>
          <tr>
            <th scope="col">Part</th>
            {before ? (
              <th scope="col" className={styles['before']}>
                Before
              </th>
            ) : null}
            <th scope="col">Size</th>
            {before ? <th scope="col">Change</th> : <th scope="col">Share</th>}
          </tr>
        </thead>
        <tbody>
          {MEMORY_GROUPS.map((group) => (
            <Fragment key={group}>
              {names
                .filter((name) => MEMORY_PART_WORDS[name].group === group)
                .map((name) => (
                  <PartRows key={name} name={name} figures={figures} before={before} most={most} />
                ))}
            </Fragment>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{figures.rss === null ? 'Together' : 'Together: resident memory (RSS)'}</th>
            {before ? (
              <td className={styles['before']}>
                <Bytes value={before.whole} />
              </td>
            ) : null}
            <td>
              <Bytes value={figures.whole} />
            </td>
            <td className={styles['share']}>
              {before ? (
                <DeltaCell
                  value={figures.whole - before.whole}
                  max={Math.abs(figures.whole - before.whole)}
                  unit="bytes"
                />
              ) : null}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

interface PartRowsProps extends PartsTableProps {
  readonly name: MemoryPartName
  /** The change that fills half of a bar. */
  readonly most: number
}

/** The figures of a part, and below them over the whole width what it is. */
function PartRows({ name, figures, before, most }: PartRowsProps) {
  const { title, about, free, group } = MEMORY_PART_WORDS[name]
  const { letter, color } = PART_LOOKS[name]
  const part = (partOf(figures, name) ?? partOf(before, name))!
  const size = bytesOf(figures, name)
  const was = bytesOf(before, name)
  const owner = part.by === 'estimate' && (group === 'pymalloc' || group === 'malloc') ? `${group}, ` : ''
  return (
    <>
      <tr>
        <th scope="row">
          <span
            aria-hidden="true"
            className={styles['badge']}
            data-free={free || undefined}
            style={{ '--color': color }}
          >
            {letter}
          </span>{' '}
          {title}
        </th>
        {before ? (
          <td className={styles['before']}>
            <Bytes value={was} />
          </td>
        ) : null}
        <td>
          <Bytes value={size} />
        </td>
        <td className={styles['share']}>
          {before ? (
            <DeltaCell value={size - was} max={most} unit="bytes" />
          ) : (
            formatPercent(size, figures.whole)
          )}
        </td>
      </tr>
      <tr className={styles['about']}>
        <td colSpan={before ? 4 : 3}>
          {about}{' '}
          <span className={styles['known']}>
            ({owner}
            {knownWords(part, formatBytes)})
          </span>
        </td>
      </tr>
    </>
  )
}

function partOf(figures: MemoryFigures | null, name: MemoryPartName): MemoryPart | undefined {
  return figures?.parts.find((part) => part.name === name)
}

function bytesOf(figures: MemoryFigures | null, name: MemoryPartName): number {
  return partOf(figures, name)?.bytes ?? 0
}

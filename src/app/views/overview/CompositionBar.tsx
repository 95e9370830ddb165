import { useRef } from 'react'
import type { Summary } from '#engine/model/rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { formatBytes, formatCount, formatExactBytes, formatPercent } from '#app/ui/format.ts'
import { LetterBadge } from '#app/ui/LetterBadge.tsx'
import { useSize } from '#app/ui/table/use-size.ts'
import { layoutComposition, type Part } from './composition.ts'
import styles from './CompositionBar.module.css'

interface CompositionBarProps {
  readonly parts: readonly Part[]
  readonly summary: Summary
}

const HEIGHT = 22
const LETTER_HEIGHT = 14
/** Below this width a letter would touch its neighbour's. */
const LETTER_FROM = 13

/** What the heap is made of: one bar of all parts, and the same figures as a table that is its legend. */
export function CompositionBar({ parts, summary }: CompositionBarProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame)
  const segments = layoutComposition(
    parts.filter((row) => row.shallowSize > 0),
    width,
  )
  const sum = parts.reduce((total, row) => total + row.shallowSize, 0)
  return (
    <div ref={frame}>
      <svg className={styles['bar']} width={width} height={HEIGHT + LETTER_HEIGHT} aria-hidden="true">
        {segments.map((segment) => (
          <g key={segment.name} transform={`translate(${segment.x} 0)`}>
            <title>{`${segment.name}: ${formatBytes(segment.shallowSize)}`}</title>
            <rect
              width={Math.max(0.5, segment.width - (segment.width > 3 ? 1 : 0))}
              height={HEIGHT}
              style={{ fill: segment.color }}
            />
            {segment.width < LETTER_FROM ? null : (
              <text className={styles['letter']} x={segment.width / 2} y={HEIGHT + 11}>
                {segment.letter}
              </text>
            )}
          </g>
        ))}
      </svg>
      <ul className={styles['legend']} aria-label="Shallow size by kind">
        {segments.map((segment) => (
          <li key={segment.name}>
            <LetterBadge letter={segment.letter} color={segment.color} />
            <span className={styles['kind']} title={`${formatCount(segment.count)} objects`}>
              {segment.name}
            </span>
            <span className={styles['percent']}>{formatPercent(segment.shallowSize, sum)}</span>
            <Bytes value={segment.shallowSize} />
          </li>
        ))}
      </ul>
      <p className={styles['sum']}>{sumSentence(sum, summary)}</p>
    </div>
  )
}

/** Says what the bar leaves out, to the byte. */
function sumSentence(sum: number, summary: Summary): string {
  const rest = summary.shallowSize - sum
  const whole =
    rest === 0
      ? `Together ${formatExactBytes(sum)}: the shallow sizes of all objects.`
      : `Together ${formatBytes(sum)}; ${formatBytes(rest)} of the heap’s ${formatBytes(summary.shallowSize)} belong to no kind.`
  if (summary.extraNativeBytes === 0) return whole
  return `${whole} Beside them the file reports ${formatBytes(summary.extraNativeBytes)} of native memory that no object stands for.`
}

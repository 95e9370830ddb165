import { scaleLinear } from 'd3'
import { useId, useRef } from 'react'
import { MEMORY_PART_WORDS } from '#engine/analyses/process-memory-parts.ts'
import type { MemoryFigures } from '#engine/model/process-memory-rows.ts'
import { formatBytes, formatPercent } from '#app/ui/format.ts'
import { useSize } from '#app/ui/table/use-size.ts'
import { PART_LOOKS } from './part-looks.ts'
import styles from './ProcessMemory.module.css'

const HEIGHT = 28
const LETTER_HEIGHT = 14
/** Below this width a letter would touch its neighbour's. */
const LETTER_FROM = 13

interface PartsBarProps {
  readonly figures: MemoryFigures
  /** The bytes that fill the width. */
  readonly max: number
}

/** The parts of resident memory laid end to end. The table of the same parts is its legend and what is read. */
export function PartsBar({ figures: { parts }, max }: PartsBarProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame)
  const hatch = useId()
  const x = scaleLinear([0, Math.max(max, 1)], [0, width])
  let behind = 0
  const segments = parts.map((part) => {
    const from = x(behind)
    behind += part.bytes
    return { ...part, from, wide: x(behind) - from }
  })
  return (
    <div ref={frame} className={styles['bar']}>
      <svg width={width} height={HEIGHT + LETTER_HEIGHT} aria-hidden="true">
        <defs>
          <pattern
            id={hatch}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect className={styles['hatch']} width="3" height="6" />
          </pattern>
        </defs>
        {segments.map(({ name, bytes, from, wide }) => (
          <g key={name} transform={`translate(${from} 0)`}>
            <title>{`${MEMORY_PART_WORDS[name].title}: ${formatBytes(bytes)}, ${formatPercent(bytes, max)}`}</title>
            <Box wide={wide} fill={PART_LOOKS[name].color} />
            {MEMORY_PART_WORDS[name].free || name === 'unexplained' ? (
              <Box wide={wide} fill={`url(#${hatch})`} />
            ) : null}
            {wide < LETTER_FROM ? null : (
              <text className={styles['letter']} x={wide / 2} y={HEIGHT + 11}>
                {PART_LOOKS[name].letter}
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  )
}

function Box({ wide, fill }: { readonly wide: number; readonly fill: string }) {
  return <rect width={Math.max(0, wide - (wide > 3 ? 1 : 0))} height={HEIGHT} style={{ fill }} />
}

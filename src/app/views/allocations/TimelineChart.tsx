import { max, scaleLinear } from 'd3'
import { useRef } from 'react'
import type { TimelineBin } from '#engine/model/allocation-rows.ts'
import { formatBytes, formatCountOf } from '#app/ui/format.ts'
import { useSize } from '#app/ui/table/use-size.ts'
import { Axes } from '#app/ui/time-chart/Axes.tsx'
import { Brush } from '#app/ui/time-chart/Brush.tsx'
import { momentText, touchedBins } from './timeline-text.ts'
import styles from './Allocations.module.css'

interface TimelineChartProps {
  readonly bins: readonly TimelineBin[]
  readonly first: number
  readonly last: number
  /** The stretch that was drawn; null for all. */
  readonly onChoose: (bins: readonly [first: number, last: number] | null) => void
}

const HEIGHT = 150
/** Parts that the axis of bytes is divided into. */
const STEPS = 3
const MARGIN = { top: 8, right: 12, bottom: 22, left: 64 }

/** Bytes that live by when they were allocated, with a brush. The sliders below do the same by keyboard. */
export function TimelineChart({ bins, first, last, onChoose }: TimelineChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame)
  const start = bins[0]!.after
  const end = bins.at(-1)!.last
  const x = scaleLinear(
    [start, Math.max(end, start + 1)],
    [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)],
  )
  const step = byteStep(max(bins, ({ size }) => size) || 1)
  const y = scaleLinear([0, step * STEPS], [HEIGHT - MARGIN.bottom, MARGIN.top])
  const whole = first === 0 && last === bins.length - 1
  return (
    <div ref={frame} className={styles['chart']}>
      {width === 0 ? null : (
        <svg width={width} height={HEIGHT} role="img" aria-label={chartWords(bins)}>
          <Axes
            x={x}
            y={y}
            step={step}
            steps={STEPS}
            top={HEIGHT - MARGIN.bottom}
            width={width}
            momentText={momentText}
          />
          {bins.map((bin, i) => (
            <rect
              key={bin.last}
              className={i >= first && i <= last ? styles['bar'] : styles['barOut']}
              x={x(bin.after) + 0.5}
              y={y(bin.size)}
              width={Math.max(1, x(bin.last) - x(bin.after) - 1)}
              height={y(0) - y(bin.size)}
            />
          ))}
          <Brush
            x={x}
            top={MARGIN.top}
            bottom={HEIGHT - MARGIN.bottom}
            chosen={whole ? null : [x(bins[first]!.after), x(bins[last]!.last)]}
            onDraw={(from, to) => onChoose(touchedBins(bins, from, to))}
            onClear={() => onChoose(null)}
          />
        </svg>
      )}
    </div>
  )
}

/** The least power of 2 of which `STEPS` reach `most`: round in binary units. */
function byteStep(most: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(most, STEPS) / STEPS))
}

function chartWords(bins: readonly TimelineBin[]): string {
  const most = bins.reduce((best, bin) => (bin.size > best.size ? bin : best), bins[0]!)
  return `What lives by when it was allocated, in ${formatCountOf(bins.length, 'stretch', 'stretches')} from ${momentText(bins[0]!.after)} to ${momentText(bins.at(-1)!.last)}; most in that up to ${momentText(most.last)}: ${formatBytes(most.size)}`
}

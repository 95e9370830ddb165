import { useRef } from 'react'
import { useSize } from '../table/use-size.ts'
import { type Bin, binHeights, binLabel, fits, shortCount } from './bins.ts'
import styles from './BinBars.module.css'

interface BinBarsProps<OneBin extends Bin> {
  /** What the bars count, and by what: `Strings by their length`. */
  readonly label: string
  readonly bins: readonly OneBin[]
  /** A bin with its figures as a sentence. */
  readonly words: (bin: OneBin) => string
  /** Shows what is in a bin. */
  readonly onPick: (bin: OneBin) => void
  /** Whether what is in a bin is shown now. */
  readonly isPicked: (bin: OneBin) => boolean
  readonly color: string
}

const HEIGHT = 48

/** A histogram of few bins. Each bar is a button that says its figures, so that it is its own table. */
export function BinBars<OneBin extends Bin>(props: BinBarsProps<OneBin>) {
  const { label, bins, words, color } = props
  const frame = useRef<HTMLUListElement>(null)
  const { width } = useSize(frame)
  const heights = binHeights(bins, HEIGHT)
  const counts = bins.map((bin) => shortCount(bin.count))
  const counted = fits(counts, width / Math.max(1, bins.length) - 2)
  return (
    <figure className={styles['figure']}>
      <ul ref={frame} className={styles['bins']} aria-label={label}>
        {bins.map((bin, index) => (
          <li key={bin.from ?? 'none'}>
            <button
              type="button"
              className={styles['bin']}
              aria-label={words(bin)}
              aria-pressed={props.isPicked(bin)}
              title={words(bin)}
              onClick={() => props.onPick(bin)}
            >
              <svg className={styles['bar']} height={HEIGHT + 14} width="100%" aria-hidden="true">
                <rect
                  width="100%"
                  y={HEIGHT + 14 - (heights[index] ?? 0)}
                  height={heights[index] ?? 0}
                  style={{ fill: color }}
                />
                {counted && bin.count > 0 ? (
                  <text className={styles['count']} x="50%" y={HEIGHT + 10 - (heights[index] ?? 0)}>
                    {counts[index]}
                  </text>
                ) : null}
              </svg>
              <span className={styles['from']} aria-hidden="true">
                {binLabel(bin)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <figcaption className={styles['caption']}>{label}</figcaption>
    </figure>
  )
}

import type { ReactNode } from 'react'
import { clockText } from './measures.ts'
import styles from './TimeView.module.css'

interface SlidersProps {
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
  readonly onChoose: (stretch: readonly [from: number, to: number]) => void
  readonly children: ReactNode
}

/** Parts that the sliders divide the time into. */
const STEPS = 200

/** Both ends of the stretch that is drawn: what the brush does, by keyboard. */
export function Sliders({ start, end, from, to, onChoose, children }: SlidersProps) {
  const step = (end - start) / STEPS || 1
  const placeOf = (moment: number): number => Math.round((moment - start) / step)
  const momentAt = (place: number): number => start + place * step
  return (
    <div className={styles['sliders']}>
      <label>
        <span>From {clockText(from - start)}</span>
        <input
          type="range"
          aria-label="Begin of the stretch"
          aria-valuetext={`from ${clockText(from - start)}`}
          min={0}
          max={STEPS}
          value={placeOf(from)}
          onChange={({ target }) => onChoose([Math.min(momentAt(target.valueAsNumber), to - step), to])}
        />
      </label>
      <label>
        <span>To {clockText(to - start)}</span>
        <input
          type="range"
          aria-label="End of the stretch"
          aria-valuetext={`to ${clockText(to - start)}`}
          min={0}
          max={STEPS}
          value={placeOf(to)}
          onChange={({ target }) => onChoose([from, Math.max(momentAt(target.valueAsNumber), from + step)])}
        />
      </label>
      {children}
    </div>
  )
}

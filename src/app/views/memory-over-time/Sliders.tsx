import type { ReactNode } from 'react'
import { StretchSliders } from '#app/ui/time-chart/StretchSliders.tsx'
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
      <StretchSliders
        most={STEPS}
        begin={{
          text: `From ${clockText(from - start)}`,
          spoken: `from ${clockText(from - start)}`,
          place: placeOf(from),
          onMove: (place) => onChoose([Math.min(momentAt(place), to - step), to]),
        }}
        end={{
          text: `To ${clockText(to - start)}`,
          spoken: `to ${clockText(to - start)}`,
          place: placeOf(to),
          onMove: (place) => onChoose([from, Math.max(momentAt(place), from + step)]),
        }}
      />
      {children}
    </div>
  )
}

import styles from './TimeChart.module.css'

/** One end of a stretch of time. */
interface End {
  /** As it is shown, and as it is read out. */
  readonly text: string
  readonly spoken: string
  /** A whole number from 0 to `most`. */
  readonly place: number
  readonly onMove: (place: number) => void
}

interface StretchSlidersProps {
  readonly most: number
  readonly begin: End
  readonly end: End
}

/** Both ends of a stretch of time: what a brush does, by keyboard. */
export function StretchSliders({ most, begin, end }: StretchSlidersProps) {
  return (
    <>
      <Slider label="Begin of the stretch" most={most} {...begin} />
      <Slider label="End of the stretch" most={most} {...end} />
    </>
  )
}

interface SliderProps extends End {
  readonly label: string
  readonly most: number
}

function Slider({ label, most, text, spoken, place, onMove }: SliderProps) {
  return (
    <label className={styles['end']}>
      <span>{text}</span>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={spoken}
        min={0}
        max={most}
        value={place}
        onChange={({ target }) => onMove(target.valueAsNumber)}
      />
    </label>
  )
}

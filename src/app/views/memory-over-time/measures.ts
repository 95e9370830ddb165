import type { Measure } from '#engine/model/series.ts'

/** How a measure is called and drawn: lines are told apart by their dashes, too. */
interface MeasureLook {
  readonly title: string
  readonly help: string
  readonly color: string
  readonly dash: string
}

export const MEASURE_LOOKS: Readonly<Record<Measure, MeasureLook>> = {
  rss: { title: 'Resident (RSS)', help: 'Memory that is in RAM', color: 'var(--accent)', dash: '' },
  pss: {
    title: 'Proportional (PSS)',
    help: 'The same, with what is shared divided among those who share it',
    color: 'var(--kind-number)',
    dash: '8 3',
  },
  swap: { title: 'Swap', help: 'Memory that was moved out of RAM', color: 'var(--kind-native)', dash: '2 3' },
  traced: {
    title: 'Traced',
    help: 'What tracemalloc counts as allocated and not freed',
    color: 'var(--kind-string)',
    dash: '8 3 2 3',
  },
  peak: { title: 'Traced peak', help: 'The most of it so far', color: 'var(--kind-array)', dash: '3 2' },
  child: {
    title: 'Child',
    help: 'Resident memory of a child process',
    color: 'var(--kind-closure)',
    dash: '5 5',
  },
}

export function lineTitle({ measure, of }: { readonly measure: Measure; readonly of: string }): string {
  const { title } = MEASURE_LOOKS[measure]
  return of === '' ? title : `${title} ${of}`
}

/** Seconds since the first sample: `12.5 s`, `3:20`, `1:03:20`. */
export function clockText(seconds: number): string {
  if (seconds < 120) return `${seconds.toLocaleString('en-US', { maximumFractionDigits: 2 })}\u00a0s`
  const whole = Math.round(seconds)
  const two = (value: number): string => `${value}`.padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

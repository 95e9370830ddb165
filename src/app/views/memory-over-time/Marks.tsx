import type { SeriesCall, SeriesPart } from '#engine/model/series.ts'
import { formatDelta } from '#app/ui/format.ts'
import type { Scale } from '#app/ui/time-chart/scale.ts'
import { clockText } from './measures.ts'
import styles from './TimeView.module.css'

const LANE = 18
/** Calls that are deeper share the last lane. */
const MOST_LANES = 5
const PAUSES = 12
/** Of more calls the ends are not drawn through the lines: they would hide them. */
const MOST_EDGES = 24
/** Pixels a letter takes; narrower brackets have no name. */
const LETTER = 7

interface MarksProps {
  readonly part: SeriesPart
  readonly x: Scale
  /** Where the brackets begin. */
  readonly top: number
  /** Where the lines are, from the top down. */
  readonly plot: readonly [top: number, bottom: number]
}

const laneOf = ({ level }: SeriesCall): number => Math.min(level ?? 0, MOST_LANES - 1)

/** How much room calls and runs of the collector take below the lines. */
export function marksHeight({ calls, pauses }: SeriesPart): number {
  const lanes = calls.reduce((most, call) => Math.max(most, laneOf(call) + 1), 0)
  return lanes * LANE + (pauses.length > 0 ? PAUSES : 0) + (lanes > 0 || pauses.length > 0 ? 4 : 0)
}

/** Calls from where they begin to where they end, nested ones below; runs of the collector as marks below all. */
export function Marks({ part, x, top, plot }: MarksProps) {
  const lanes = marksHeight({ ...part, pauses: [] })
  return (
    <>
      {part.calls.map((call, i) => (
        <Call
          key={`${call.start} ${call.name} ${i}`}
          call={call}
          hasEdges={part.calls.length <= MOST_EDGES}
          x={x}
          top={top + laneOf(call) * LANE}
          plot={plot}
        />
      ))}
      {part.pauses.map(({ time, took, generation, collected }, i) => (
        <path key={`${time} ${i}`} className={styles['pause']} d={`M${x(time)} ${top + lanes}v8`}>
          <title>
            {`Collector${generation === null ? '' : ` of generation ${generation}`}${took === null ? '' : `, ${clockText(took)}`}${collected === null ? '' : `, ${collected} objects`}`}
          </title>
        </path>
      ))}
    </>
  )
}

interface CallProps {
  readonly call: SeriesCall
  readonly x: Scale
  readonly top: number
  readonly plot: readonly [number, number]
  readonly hasEdges: boolean
}

function Call({ call, x, top, plot, hasEdges }: CallProps) {
  const { name, start, end, startBytes, endBytes } = call
  const left = x(start)
  const width = Math.max(1, x(end) - left)
  const [low, high] = x.range() as [number, number]
  const shown = Math.min(high, left + width) - Math.max(low, left)
  const word = name.length > 24 ? `${name.slice(0, 23)}…` : name
  return (
    <g>
      <title>{`${name}: ${clockText(end - start)}, ${formatDelta(endBytes - startBytes)}`}</title>
      {hasEdges ? (
        <path
          className={styles['edge']}
          d={`M${left} ${plot[0]}V${plot[1]}M${left + width} ${plot[0]}V${plot[1]}`}
        />
      ) : null}
      <path
        className={styles['bracket']}
        d={`M${left} ${top + LANE - 4}V${top + 2}H${left + width}V${top + LANE - 4}`}
      />
      {shown > word.length * LETTER ? (
        <text className={styles['word']} x={Math.max(low, left) + 4} y={top + LANE - 4}>
          {word}
        </text>
      ) : null}
    </g>
  )
}

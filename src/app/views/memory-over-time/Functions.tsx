import type { CalledFunction } from '#engine/model/series.ts'
import { formatCount, formatCountOf, formatDelta } from '#app/ui/format.ts'
import { clockText } from './measures.ts'
import styles from './TimeView.module.css'

/** Functions that are listed; the command line prints all. */
const MOST_FUNCTIONS = 200

interface FunctionsProps {
  readonly functions: readonly CalledFunction[]
}

/** What watched functions added: the calls below the lines, added up. */
export function Functions({ functions }: FunctionsProps) {
  const shown = functions.slice(0, MOST_FUNCTIONS)
  const left = functions.length - shown.length
  return (
    <details className={styles['functions']}>
      <summary>What {formatCountOf(functions.length, 'watched function')} added</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Function</th>
            <th scope="col">Calls</th>
            <th scope="col">Time</th>
            <th scope="col">Added</th>
            <th scope="col">Most in a call</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, calls, seconds, added, mostAdded }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{formatCount(calls)}</td>
              <td>{clockText(seconds)}</td>
              <td>{formatDelta(added)}</td>
              <td>{formatDelta(mostAdded)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 ? <p>{formatCountOf(left, 'more function')}: heapscope series --json prints all.</p> : null}
    </details>
  )
}

import { memoryNotes } from '#engine/analyses/process-memory-notes.ts'
import { memoryGrowthWords, memoryWords } from '#engine/analyses/process-memory-words.ts'
import { processFacts } from '#engine/analyses/process-facts.ts'
import type { ProcessInfo } from '#engine/model/process-info.ts'
import type { MemoryFigures } from '#engine/model/process-memory-rows.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { CopyButton } from '#app/ui/CopyButton.tsx'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatBytes } from '#app/ui/format.ts'
import { PartsBar } from './PartsBar.tsx'
import { PartsTable } from './PartsTable.tsx'
import styles from './ProcessMemory.module.css'
import { useBaseMemory } from './use-base-memory.ts'

/** Where the resident memory of a Python process is, and what is known of the process. */
export function ProcessMemoryView() {
  const { value, error } = useAnswer('processMemory')
  if (error) return <ErrorNote message={error.message} />
  if (value === undefined) return <p className={styles['waiting']}>Adding up objects…</p>
  if (value === null) return <NoFigures />
  return (
    <div className={styles['view']}>
      {value.figures ? <Figures figures={value.figures} process={value.process} /> : <NoFigures />}
      <Facts process={value.process} />
    </div>
  )
}

function NoFigures() {
  return (
    <EmptyState>
      This capture does not say what memory its process used, so its resident size cannot be explained. Agents
      on Linux write it with every capture: make another with the newest one, by{' '}
      <code>import heapscope; heapscope.dump("app.heapsnapshot.gz")</code>.
    </EmptyState>
  )
}

interface FiguresProps {
  readonly figures: MemoryFigures
  readonly process: ProcessInfo
}

function Figures({ figures, process }: FiguresProps) {
  const before = useBaseMemory()
  const words = memoryWords(figures, formatBytes)
  const growth = before ? memoryGrowthWords(before, figures, formatBytes) : null
  const notes = memoryNotes(figures, process.memory, formatBytes)
  const max = Math.max(figures.whole, before?.whole ?? 0)
  return (
    <section aria-labelledby="where-rss">
      <div className={styles['head']}>
        <h2 id="where-rss">Where is my RSS?</h2>
        <CopyButton text={growth === null ? words : `${words}\n${growth}`} what="the conclusion" />
      </div>
      <p className={styles['conclusion']}>{words}</p>
      {growth === null ? null : <p className={styles['conclusion']}>{growth}</p>}
      {before ? (
        <>
          <h3 className={styles['side']}>Before</h3>
          <PartsBar figures={before} max={max} />
          <h3 className={styles['side']}>Now</h3>
        </>
      ) : null}
      <PartsBar figures={figures} max={max} />
      <p className={styles['legend']}>
        Hatched: free, but not given back to the system. Letters are those of the table.
      </p>
      {notes.length > 0 ? (
        <ul className={styles['notes']} aria-label="Notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      <PartsTable figures={figures} before={before} />
    </section>
  )
}

function Facts({ process }: { readonly process: ProcessInfo }) {
  return (
    <section aria-labelledby="the-process" className={styles['facts']}>
      <h2 id="the-process">The process</h2>
      <dl>
        {processFacts(process, formatBytes).map(({ name, text }, i) => (
          <div key={i}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

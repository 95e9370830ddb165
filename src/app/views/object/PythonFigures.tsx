import type { NodeRow, PythonDetail, PythonRow } from '#engine/model/rows.ts'
import { formatCount, formatCountOf } from '#app/ui/format.ts'
import { Figure } from './Figure.tsx'
import styles from './ObjectPanel.module.css'

const GENERATIONS: Readonly<Record<PythonRow['generation'], string>> = {
  untracked: 'not tracked: it can be in no cycle',
  young: '0, the youngest',
  middle: '1',
  old: '2, the oldest',
  frozen: 'frozen by gc.freeze',
}

interface PythonFiguresProps {
  readonly node: NodeRow
  readonly detail: PythonDetail
}

/** What CPython knows of an object: who counts on it, and what the cycle collector does with it. */
export function PythonFigures({ node: { python }, detail }: PythonFiguresProps) {
  if (!python) return null
  const { refcount, length, generation } = python
  return (
    <>
      <Figure
        name="References"
        words="The reference count. It is freed when this falls to 0. What the heap does not account for is held by C code, by running functions, or by the stack of a call."
      >
        {refcount === null ? 'immortal' : formatCount(refcount)}
        <Outside detail={detail} />
      </Figure>
      {length === 0 ? null : (
        <Figure name="Length" words="As len() gives it: items, characters or bytes.">
          {formatCount(length)}
        </Figure>
      )}
      <Figure
        name="Generation"
        words="Where the cycle collector keeps it. Objects that outlive collections get into older generations, which are looked at less often."
      >
        {GENERATIONS[generation]}
      </Figure>
      {detail.hasFinalizer || detail.hasOwnDict ? (
        <Figure name="Has" words="What its class, or it, has that others have not.">
          {[detail.hasFinalizer ? '__del__' : null, detail.hasOwnDict ? 'a __dict__ of its own' : null]
            .filter((has) => has !== null)
            .join(', ')}
        </Figure>
      ) : null}
    </>
  )
}

function Outside({ detail: { outside } }: { readonly detail: PythonDetail }) {
  if (outside === null) return null
  const text =
    outside > 0
      ? `${formatCountOf(outside, 'of them', 'of them')} from outside the heap`
      : outside === 0
        ? 'all from within the heap'
        : `${formatCount(-outside)} more in the heap than it counts`
  return <span className={styles['share']}>{text}</span>
}

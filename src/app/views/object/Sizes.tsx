import type { ReactNode } from 'react'
import type { NodeRow, ObjectDetail } from '#engine/model/rows.ts'
import { go } from '#app/state/place-store.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { ByteText } from '#app/ui/ByteText.tsx'
import { DistanceCell } from '#app/ui/DistanceCell.tsx'
import { Explain } from '#app/ui/Explain.tsx'
import { formatBytes, formatPercent } from '#app/ui/format.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import styles from './ObjectPanel.module.css'

interface SizesProps {
  readonly detail: ObjectDetail
  /** The size of the heap. */
  readonly total: number
}

/** The figures of an object, each with what it means. */
export function Sizes({ detail: { node, dominator }, total }: SizesProps) {
  return (
    <dl className={styles['sizes']}>
      <Figure
        name="Retained"
        words="Freed if this object went away: itself and all that lives only through it."
      >
        {node.retainedSize === null ? (
          <Bytes value={null} />
        ) : (
          <>
            <ByteText value={node.retainedSize} />
            <span className={styles['share']}>{formatPercent(node.retainedSize, total)}</span>
          </>
        )}
      </Figure>
      <Figure name="Shallow" words="The object itself, with the stores and tables that it alone owns.">
        <ByteText value={node.shallowSize} />
      </Figure>
      {node.selfSize === node.shallowSize ? null : (
        <Figure name="In the file" words={selfWords(node)}>
          <ByteText value={node.selfSize} />
        </Figure>
      )}
      <Figure name="Distance" words="The fewest steps from the program’s globals.">
        <DistanceCell distance={node.distance} />
      </Figure>
      {dominator ? (
        <Figure
          name="Dominator"
          words="The nearest object that every path from the root to here comes through."
        >
          <button type="button" className={styles['link']} onClick={() => go({ selected: dominator.id })}>
            <NodeName node={dominator} />
          </button>
        </Figure>
      ) : null}
    </dl>
  )
}

/** Why the file's own size of a node is not the one that is shown. */
function selfWords({ selfSize, shallowSize }: NodeRow): string {
  const difference = formatBytes(Math.abs(shallowSize - selfSize))
  return shallowSize > selfSize
    ? `The file gives it this much; ${difference} of stores that it alone owns are counted with it.`
    : `The file gives it this much; ${difference} are counted with the one object that owns it.`
}

interface FigureProps {
  readonly name: string
  readonly words: string
  readonly children: ReactNode
}

function Figure({ name, words, children }: FigureProps) {
  return (
    <div className={styles['figure']}>
      <dt>
        <Explain words={words} focusable>
          {name}
        </Explain>
      </dt>
      <dd>{children}</dd>
    </div>
  )
}

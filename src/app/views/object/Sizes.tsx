import type { NodeRow, ObjectDetail } from '#engine/model/rows.ts'
import { useIsPython } from '#app/state/family.ts'
import { usePair } from '#app/state/pair-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useMemberNames } from '#app/state/use-member-names.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { ByteText } from '#app/ui/ByteText.tsx'
import { DistanceCell } from '#app/ui/DistanceCell.tsx'
import { DISTANCE_HELP, formatBytes, formatCountOf, formatDelta, formatPercent } from '#app/ui/format.ts'
import { growthOf } from '#app/ui/node-growth.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { StatusBadge } from '#app/ui/StatusBadge.tsx'
import { Figure } from './Figure.tsx'
import { PythonFigures } from './PythonFigures.tsx'
import styles from './ObjectPanel.module.css'

interface SizesProps {
  readonly detail: ObjectDetail
  /** The size of the heap. */
  readonly total: number
}

/** The figures of an object, each with what it means. */
export function Sizes({ detail: { node, dominator, python }, total }: SizesProps) {
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
      <ChangeFigure node={node} />
      <Figure name="Shallow" words="The object itself, with the stores and tables that it alone owns.">
        <ByteText value={node.shallowSize} />
      </Figure>
      <DeepFigure id={node.id} />
      {node.selfSize === node.shallowSize ? null : (
        <Figure name="In the file" words={selfWords(node)}>
          <ByteText value={node.selfSize} />
        </Figure>
      )}
      {python ? <PythonFigures node={node} detail={python} /> : null}
      <Figure name="Distance" words={`${DISTANCE_HELP}.`}>
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

/** All that an object of Python leads to, as pympler's asizeof counts it. */
function DeepFigure({ id }: { readonly id: number }) {
  const isPython = useIsPython()
  return isPython ? <DeepSize id={id} /> : null
}

function DeepSize({ id }: { readonly id: number }) {
  const { value, error } = useAnswer('deepSize', id)
  if (error) return null
  return (
    <Figure
      name="Deep"
      words="Everything it leads to, itself included, whether others hold it too or not. Modules, classes, functions, code and frames are not entered, nor are weak references followed."
    >
      {value ? <ByteText value={value.bytes} /> : <Bytes value={null} />}
      {value ? <span className={styles['share']}>{formatCountOf(value.count, 'object')}</span> : null}
    </Figure>
  )
}

/** What became of the object since the base, where the shown capture is compared with one. */
function ChangeFigure({ node }: { readonly node: NodeRow }) {
  const isReady = usePair().status === 'ready'
  const base = usePlace((place) => place.base)
  const names = useMemberNames()
  if (!isReady || !node.change) return null
  const { status, other } = node.change
  return (
    <Figure name="Change" words="What became of it between the base and this capture, the target.">
      <StatusBadge status={status} withWord />
      <span className={styles['share']}>
        {sinceWords(growthOf(node), other !== null, names.get(base ?? '') ?? 'the base')}
      </span>
    </Figure>
  )
}

/** `since baseline` after the word “New”, else `+1.2 KiB retained since baseline`. */
function sinceWords(growth: number, isThere: boolean, base: string): string {
  if (!isThere) return `since ${base}`
  return growth === 0 ? `retains as much as in ${base}` : `${formatDelta(growth)} retained since ${base}`
}

/** Why the file's own size of a node is not the one that is shown. */
function selfWords({ selfSize, shallowSize }: NodeRow): string {
  const difference = formatBytes(Math.abs(shallowSize - selfSize))
  return shallowSize > selfSize
    ? `The file gives it this much; ${difference} of stores that it alone owns are counted with it.`
    : `The file gives it this much; ${difference} are counted with the one object that owns it.`
}

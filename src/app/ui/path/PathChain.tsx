import { idText } from '#engine/base/id-text.ts'
import { Ban, Scissors } from 'lucide-react'
import { useState } from 'react'
import type { PathStep } from '#engine/model/rows.ts'
import { go } from '#app/state/place-store.ts'
import { takeOut } from '#app/state/without.ts'
import { Button } from '../Button.tsx'
import { EdgeName } from '../EdgeName.tsx'
import { formatCountOf } from '../format.ts'
import { NodeName } from '../NodeName.tsx'
import { nodeTitle } from '../node-title.ts'
import { ChainDrawing } from './ChainDrawing.tsx'
import { layoutChain, rowHeight } from './chain-layout.ts'
import type { ChainItem, ChainPart } from './chain-layout.ts'
import { foldPath } from './fold-path.ts'
import type { ChainRow } from './fold-path.ts'
import styles from './PathChain.module.css'

interface PathChainProps {
  /** From the root's child down to the object; not empty. */
  readonly path: readonly PathStep[]
  /** Which path it is, for screen readers. */
  readonly label: string
  /** Whether what the marks mean is said below. */
  readonly legend?: boolean
  /** Whether it is of another capture than the one shown: then nothing of it can be cut or gone to. */
  readonly elsewhere?: boolean
}

/** A path from the root down to an object, whose references can be cut and whose retainers ignored. */
export function PathChain({ path, label, legend = true, elsewhere = false }: PathChainProps) {
  const [unfolded, setUnfolded] = useState(false)
  const rows = foldPath(path.length, unfolded)
  const items = rows.map((row) => chainItem(row, path))
  return (
    <>
      <div className={styles['chain']}>
        <ChainDrawing drawing={layoutChain([ROOT, ...items])} />
        <ol className={styles['steps']} aria-label={label}>
          <li className={styles['root']} style={{ height: rowHeight(ROOT) }}>
            Root of the garbage collector
          </li>
          {rows.map((row, i) => {
            const height = rowHeight(items[i] ?? ROOT)
            return row.kind === 'fold' ? (
              <li key="fold" className={styles['fold']} style={{ height }}>
                <Button look="text" onClick={() => setUnfolded(true)}>
                  Show {formatCountOf(row.to - row.from, 'more step')}
                </Button>
              </li>
            ) : (
              <Step key={row.index} path={path} index={row.index} height={height} elsewhere={elsewhere} />
            )
          })}
        </ol>
      </div>
      {legend ? <Legend parts={items.map(({ part }) => part)} /> : null}
    </>
  )
}

const ROOT: ChainItem = { part: 'root', edge: false }

function chainItem(row: ChainRow, path: readonly PathStep[]): ChainItem {
  if (row.kind === 'fold') return { part: 'fold', edge: false }
  const step = path[row.index]
  const edge = step !== undefined && step.edge !== null
  if (row.index === path.length - 1) return { part: 'target', edge }
  return { part: step?.dominator ? 'dominator' : 'other', edge }
}

interface StepProps {
  readonly path: readonly PathStep[]
  readonly index: number
  readonly height: number
  readonly elsewhere: boolean
}

function Step({ path, index, height, elsewhere }: StepProps) {
  const step = path[index]
  if (!step) return null
  const { node, edge, dominator } = step
  const last = index === path.length - 1
  const before = path[index - 1]
  return (
    <li className={styles['step']} style={{ height }} aria-current={last ? 'true' : undefined}>
      {edge ? (
        <span className={styles['edge']}>
          <EdgeName type={edge.type} name={edge.name} written={edge.written} />
          {before && !elsewhere ? (
            <button
              type="button"
              className={styles['out']}
              aria-label={`Cut the reference ${edge.name} to ${nodeTitle(node)}`}
              title="Cut this reference and see what is freed"
              onClick={() =>
                takeOut({
                  from: `@${before.node.id}`,
                  type: edge.type,
                  name: String(edge.name),
                  to: `@${node.id}`,
                })
              }
            >
              <Scissors aria-hidden="true" size={12} />
            </button>
          ) : null}
        </span>
      ) : null}
      {last || elsewhere ? (
        <span className={last ? styles['here'] : styles['there']}>
          <NodeName node={node} />
        </span>
      ) : (
        <span className={styles['retainer']}>
          <button type="button" className={styles['go']} onClick={() => go({ selected: node.id })}>
            <NodeName node={node} />
            <span className={styles['unseen']}>{dominator ? ', every path comes through here' : ''}</span>
          </button>
          <button
            type="button"
            className={styles['out']}
            aria-label={`Ignore the retainer ${nodeTitle(node)} ${idText(node.id)}`}
            title="Ignore this retainer and see what is freed"
            onClick={() => takeOut(`@${node.id}`)}
          >
            <Ban aria-hidden="true" size={12} />
          </button>
        </span>
      )}
    </li>
  )
}

const LEGEND: readonly (readonly [ChainPart, string])[] = [
  ['dominator', 'every path comes through here'],
  ['other', 'other ways lead round it'],
  ['target', 'this object'],
]

function Legend({ parts }: { readonly parts: readonly ChainPart[] }) {
  return (
    <ul className={styles['legend']} aria-label="Legend">
      {LEGEND.filter(([part]) => parts.includes(part)).map(([part, words]) => (
        <li key={part}>
          <ChainDrawing drawing={layoutChain([{ part, edge: false }])} alone />
          {words}
        </li>
      ))}
    </ul>
  )
}

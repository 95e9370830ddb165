import { useState } from 'react'
import type { PathStep } from '#engine/model/rows.ts'
import { go } from '#app/state/place-store.ts'
import { Button } from '#app/ui/Button.tsx'
import { CopyButton } from '#app/ui/CopyButton.tsx'
import { EdgeName } from '#app/ui/EdgeName.tsx'
import { formatCountOf } from '#app/ui/format.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { pathText } from '#app/ui/path-text.ts'
import { ChainDrawing } from './ChainDrawing.tsx'
import { layoutChain, rowHeight } from './chain-layout.ts'
import type { ChainItem, ChainPart } from './chain-layout.ts'
import { foldPath } from './fold-path.ts'
import type { ChainRow } from './fold-path.ts'
import styles from './RootPath.module.css'

interface RootPathProps {
  /** Null while it is not computed yet; empty where only weak references lead here. */
  readonly path: readonly PathStep[] | null
}

/** Why an object is alive: a shortest path of references from the root down to it. */
export function RootPath({ path }: RootPathProps) {
  return (
    <section className={styles['section']} aria-labelledby="why-alive">
      <div className={styles['heading']}>
        <h3 id="why-alive">Why is it alive?</h3>
        {path && path.length > 0 ? <CopyButton text={pathText(path)} what="path" /> : null}
      </div>
      <PathBody path={path} />
    </section>
  )
}

function PathBody({ path }: RootPathProps) {
  if (path === null) return <p className={styles['words']}>The path from the root is still being computed.</p>
  if (path.length > 0) return <Chain path={path} />
  return (
    <p className={styles['words']}>
      Nothing keeps it alive: no path leads here from the root, or only weak references do. It can be freed at
      the next garbage collection.
    </p>
  )
}

function Chain({ path }: { readonly path: readonly PathStep[] }) {
  const [unfolded, setUnfolded] = useState(false)
  const rows = foldPath(path.length, unfolded)
  const items = rows.map((row) => chainItem(row, path))
  return (
    <>
      <div className={styles['chain']}>
        <ChainDrawing drawing={layoutChain([ROOT, ...items])} />
        <ol className={styles['steps']} aria-label="Path from the root to this object">
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
              <Step
                key={row.index}
                step={path[row.index]}
                last={row.index === path.length - 1}
                height={height}
              />
            )
          })}
        </ol>
      </div>
      <Legend parts={items.map(({ part }) => part)} />
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
  readonly step: PathStep | undefined
  readonly last: boolean
  readonly height: number
}

function Step({ step, last, height }: StepProps) {
  if (!step) return null
  const { node, edge, dominator } = step
  return (
    <li className={styles['step']} style={{ height }} aria-current={last ? 'true' : undefined}>
      {edge ? (
        <span className={styles['edge']}>
          <EdgeName type={edge.type} name={edge.name} />
        </span>
      ) : null}
      {last ? (
        <span className={styles['here']}>
          <NodeName node={node} />
        </span>
      ) : (
        <button type="button" className={styles['go']} onClick={() => go({ selected: node.id })}>
          <NodeName node={node} />
          <span className={styles['unseen']}>{dominator ? ', every path comes through here' : ''}</span>
        </button>
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

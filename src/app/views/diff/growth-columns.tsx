import type { TreeCells } from '#engine/model/dominator-rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { cellKind, cellTitle, gatheredTitle } from '#app/ui/cells/cell-words.ts'
import { ClassLabel } from '#app/ui/ClassLabel.tsx'
import { DeltaCell } from '#app/ui/DeltaCell.tsx'
import { formatBytes, formatCount } from '#app/ui/format.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import type { Column } from '#app/ui/table/columns.ts'
import type { GrowthColumn, GrowthLine } from './growth-lines.ts'
import styles from './GrowthIcicle.module.css'

const NUMBER = { numeric: true, sortable: true } as const

/** @param by what cells are, @param largest the change that fills half of a bar */
export function growthColumns(
  tree: TreeCells,
  by: 'class' | 'object',
  largest: number,
): readonly Column<GrowthLine, GrowthColumn>[] {
  return [
    {
      id: 'name',
      label: by === 'class' ? 'Class' : 'Object',
      track: 'minmax(150px, 1fr)',
      sortable: true,
      cell: (line) => <Name line={line} tree={tree} by={by} />,
      value: (line) => lineTitle(line, tree, by),
    },
    {
      ...NUMBER,
      id: 'base',
      label: 'Base',
      help: 'What was there in the base: what is in both captures, and what it owned that is deleted',
      track: '92px',
      from: 460,
      cell: ({ change }) => <Bytes value={change.base} />,
      words: ({ change }) => `${formatBytes(change.base)} in the base`,
      value: ({ change }) => change.base,
    },
    {
      ...NUMBER,
      id: 'size',
      label: 'Target',
      help: 'What it retains in the target',
      track: '92px',
      from: 380,
      cell: ({ change }) => <Bytes value={change.size} />,
      words: ({ change }) => `${formatBytes(change.size)} in the target`,
      value: ({ change }) => change.size,
    },
    {
      ...NUMBER,
      id: 'growth',
      label: 'Δ',
      help: 'Target less base; a line is the sum of those right below it',
      track: 'minmax(92px, min(240px, 28%))',
      cell: ({ change }) => <DeltaCell value={change.growth} max={largest} unit="bytes" />,
      value: ({ change }) => change.growth,
    },
    {
      ...NUMBER,
      id: 'added',
      label: 'New',
      help: 'The bytes of its objects that the base does not have',
      track: '92px',
      from: 560,
      cell: ({ change }) => <Bytes value={change.added} />,
      words: ({ change }) => `${formatBytes(change.added)} new`,
      value: ({ change }) => change.added,
    },
  ]
}

interface NameProps {
  readonly line: GrowthLine
  readonly tree: TreeCells
  readonly by: 'class' | 'object'
}

function Name({ line, tree, by }: NameProps) {
  const cell = tree.cells[line.cell]!
  if (line.part !== 'cell') return <span className={styles['part']}>{lineTitle(line, tree, by)}</span>
  if (cell.subject.what === 'object') return <NodeName node={cell.subject.node} />
  return (
    <span className={styles['group']}>
      <ClassLabel name={cell.subject.group.name} kind={cellKind(cell)} />
      {cell.count > 1 ? <span className={styles['count']}>×{formatCount(cell.count)}</span> : null}
    </span>
  )
}

function lineTitle({ part, cell }: GrowthLine, tree: TreeCells, by: 'class' | 'object'): string {
  const own = tree.cells[cell]!
  if (part === 'cell') return cellTitle(own)
  return part === 'own' ? 'own bytes' : gatheredTitle(own.rest, by, own.depth >= tree.maxDepth)
}

import { idText } from '#engine/base/id-text.ts'
import type { RootGroupKind } from '#engine/model/root-rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { EdgeName } from '#app/ui/EdgeName.tsx'
import { edgeText } from '#app/ui/edge-text.ts'
import { Explain } from '#app/ui/Explain.tsx'
import { formatBytes, formatCount } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import { nodeTitle, visibleName } from '#app/ui/node-title.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { explainName } from '#app/ui/plain-words.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import type { Column } from '#app/ui/table/columns.ts'
import type { TreeLine } from '#app/ui/tree.ts'
import type { RootItem, TreeColumn } from './root-items.ts'
import styles from './RootsView.module.css'

type Line = TreeLine<RootItem>

const ABOUT: Readonly<Record<RootGroupKind, string | null>> = {
  machine: null,
  globals:
    'The global objects of the program, or where the capture marks none, its native contexts. Most of what a program keeps, it keeps from here.',
  several: 'What more than one kind of roots leads to: letting go of one alone would not free it.',
  none: 'What the roots do not lead to over references that keep things alive. It goes at the next collection, unless native code knows better.',
}

/** The columns of the tree; `total` is the size of the heap. @param isPart whether kinds keep selected objects only */
export function rootColumns(total: number, isPart: boolean): readonly Column<Line, TreeColumn>[] {
  return [
    {
      id: 'name',
      label: 'Roots',
      track: 'minmax(150px, 1fr)',
      sortable: true,
      cell: (line) => (line.kind === 'item' ? <Name item={line.item} looped={line.looped} /> : null),
      value: (line) => (line.kind === 'item' ? nameText(line.item) : null),
    },
    {
      id: 'count',
      label: 'References',
      help: 'References from here; for a kind of roots, those that keep something alive',
      track: '84px',
      numeric: true,
      sortable: true,
      from: 520,
      cell: (line) => (line.kind === 'item' ? formatCount(referencesOf(line.item)) : null),
      words: (line) => (line.kind === 'item' ? `References ${formatCount(referencesOf(line.item))}` : null),
      value: (line) => (line.kind === 'item' ? referencesOf(line.item) : null),
    },
    {
      id: 'shallowSize',
      label: 'Shallow',
      help: 'The object itself; for a kind of roots, the objects at the ends of its references',
      track: '84px',
      numeric: true,
      sortable: true,
      from: 420,
      cell: (line) => (line.kind === 'item' ? <Bytes value={shallowOf(line.item)} /> : null),
      words: (line) => (line.kind === 'item' ? `Shallow ${formatBytes(shallowOf(line.item))}` : null),
      value: (line) => (line.kind === 'item' ? shallowOf(line.item) : null),
    },
    {
      id: 'retainedSize',
      label: 'Retained',
      help: `Freed if the object went away. For a kind of roots: ${
        isPart
          ? 'the selected objects that are reached from it and from no other kind, their own bytes; these add up to the whole selection.'
          : 'all that is reached from it and from no other kind; these add up to the whole heap.'
      }`,
      track: 'minmax(88px, min(240px, 28%))',
      numeric: true,
      sortable: true,
      cell: (line) =>
        line.kind === 'item' ? <SizeCell value={retainedOf(line.item)} of={total} max={total} /> : null,
      value: (line) => (line.kind === 'item' ? retainedOf(line.item) : null),
    },
  ]
}

function referencesOf({ group, row }: RootItem): number {
  return group?.references ?? row?.references ?? 0
}

function shallowOf({ group, row }: RootItem): number {
  return group?.shallowSize ?? row?.shallowSize ?? 0
}

function retainedOf({ group, row }: RootItem): number | null {
  return group?.keptSize ?? row?.retainedSize ?? null
}

function nameText({ group, row, edge }: RootItem): string {
  if (group) return group.name
  const object = row ? `${nodeTitle(row)} ${idText(row.id)}` : ''
  return edge ? `${edgeText(edge.edgeType, edge.edgeName, edge.written)} ${object}` : object
}

function Name({ item, looped }: { readonly item: RootItem; readonly looped: boolean }) {
  const { group, row, edge } = item
  if (group) {
    const words = ABOUT[group.kind] ?? explainName(group.name)
    return (
      <span className={styles['item']}>
        <KindBadge kind="root" />
        <Explain words={words}>
          <bdi dir="ltr" className={group.node ? styles['group'] : styles['rest']}>
            {visibleName(group.name)}
          </bdi>
        </Explain>
        {group.members > 1 && group.kind === 'globals' ? (
          <span className={styles['members']}>{formatCount(group.members)} of them</span>
        ) : null}
      </span>
    )
  }
  return (
    <span className={styles['item']}>
      {edge ? (
        <span className={styles['edge']}>
          <EdgeName
            type={edge.edgeType}
            name={edge.edgeName}
            written={edge.written}
            essential={edge.essential}
          />
        </span>
      ) : null}
      <span className={styles['object']}>{row ? <NodeName node={row} /> : null}</span>
      {looped ? (
        <span className={styles['members']} title="It stands further up on this branch already">
          ↻ again
        </span>
      ) : null}
    </span>
  )
}

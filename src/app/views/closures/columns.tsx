import { idText } from '#engine/base/id-text.ts'
import type { DeadVariableColumn, DeadVariableRow } from '#engine/model/dead-variable-rows.ts'
import { formatCount } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { OriginalName } from '#app/ui/OriginalName.tsx'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import { SourceText } from '#app/ui/SourceText.tsx'
import styles from './Closures.module.css'

/** The columns of dead variables; `total` is what all of them hold together. */
export function deadColumns(total: number): readonly ListColumn<DeadVariableRow, DeadVariableColumn>[] {
  return [
    {
      id: 'variable',
      label: 'Variable',
      track: 'minmax(110px, 4fr)',
      sortable: true,
      cell: (row) => (
        <bdi dir="ltr" className={styles['variable']} title={row.variable}>
          {row.variable}
        </bdi>
      ),
      value: (row) => row.variable,
    },
    {
      id: 'functionName',
      label: 'Declared in',
      help: 'The function that declares it, or the nearest one around the block',
      track: 'minmax(110px, 5fr)',
      sortable: true,
      from: 420,
      cell: (row) => (
        <OriginalName
          name={row.functionName || '(code that is gone)'}
          source={row.source}
          className={styles['variable']}
        />
      ),
      words: (row) => `Declared in ${row.functionName || 'code that is gone'}`,
      value: (row) => row.functionName,
    },
    {
      id: 'script',
      label: 'Place',
      track: 'minmax(120px, 5fr)',
      sortable: true,
      from: 760,
      cell: (row) =>
        row.source ? (
          <SourceText source={row.source} className={styles['place']} />
        ) : (
          <span className={styles['place']} title={placeOf(row)}>
            <bdi dir="ltr">{placeOf(row)}</bdi>
          </span>
        ),
      words: placeOf,
      value: placeOf,
    },
    {
      id: 'contexts',
      label: 'Contexts',
      help: 'Contexts in which nobody can use it, of all of this scope',
      track: 'minmax(80px, 110px)',
      numeric: true,
      sortable: true,
      from: 340,
      cell: (row) => contextsOf(row),
      words: (row) => `Contexts ${contextsOf(row)}`,
      value: (row) => row.contexts,
    },
    {
      id: 'freedSize',
      label: 'Held alone',
      help: 'What would be freed if this variable were cleared in all these contexts, and nothing else',
      track: 'minmax(92px, min(220px, 28% - 50px))',
      numeric: true,
      sortable: true,
      cell: (row) => <SizeCell value={row.freedSize} of={total} max={total} />,
      value: (row) => row.freedSize,
    },
    {
      id: 'value',
      label: 'Largest value',
      sortable: true,
      help: 'What it leads to in the context where that retains most',
      track: 'minmax(120px, 5fr)',
      from: 960,
      cell: (row) => <NodeName node={row.value} />,
      words: (row) => `Largest value ${row.value.name}`,
      value: (row) => `${row.value.name} ${idText(row.value.id)}`,
    },
  ]
}

function contextsOf({ contexts, allContexts }: DeadVariableRow): string {
  return contexts === allContexts
    ? `all ${formatCount(contexts)}`
    : `${formatCount(contexts)} of ${formatCount(allContexts)}`
}

function placeOf({ script, offset, source }: DeadVariableRow): string {
  if (source) return `${source.url ?? `script ${source.scriptId}`}:${source.line}:${source.column}`
  return `${script || 'an unnamed script'}${offset === null ? '' : `, at character ${formatCount(offset)}`}`
}

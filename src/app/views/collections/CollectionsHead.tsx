import type { CollectionKindRow, EntriesBin } from '#engine/model/collection-rows.ts'
import { useIsPython } from '#app/state/family.ts'
import { usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useScope } from '#app/state/use-scope.ts'
import { BinBars } from '#app/ui/bins/BinBars.tsx'
import { Button } from '#app/ui/Button.tsx'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import { kindLook } from '#app/ui/kinds.ts'
import { ListWords } from '#app/ui/ListPage.tsx'
import styles from './CollectionsView.module.css'

/** What all collections come to, by kind and by number of entries. A kind or a bar shows its collections. */
export function CollectionsHead({ onPick }: { readonly onPick: (filter: string) => void }) {
  const { value, error } = useAnswer('collectionOverview', useScope())
  const filter = usePlace((place) => place.filter)
  const isPython = useIsPython()
  if (error) return null
  if (!value) return <ListWords>Looking into collections…</ListWords>
  return (
    <>
      <ListWords>
        <p>{totalWords(value.kinds, isPython)}</p>
        <ul className={styles['kinds']} aria-label="Collections by kind">
          {value.kinds.map((row) => (
            <li key={row.collection}>
              <Button
                look="text"
                aria-pressed={row.query === filter}
                title={kindWords(row)}
                onClick={() => onPick(row.query)}
              >
                {formatCount(row.count)} {row.collection}
              </Button>
            </li>
          ))}
        </ul>
      </ListWords>
      <BinBars
        label="Collections by their entries (?: not known)"
        bins={value.bins}
        words={binWords}
        onPick={(bin) => onPick(bin.query)}
        isPicked={(bin) => bin.query === filter}
        color={kindLook('array').color}
      />
    </>
  )
}

function sum(rows: readonly CollectionKindRow[], of: (row: CollectionKindRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}

/** A capture of Python states lengths; in V8's, entries of nothing but numbers leave no trace. */
function totalWords(kinds: readonly CollectionKindRow[], isPython: boolean): string {
  const count = sum(kinds, (row) => row.count)
  const unknown = sum(kinds, (row) => row.unknown)
  const empty = `${formatCount(sum(kinds, (row) => row.empty))} empty${isPython ? '' : ' as far as can be seen'}`
  const unused = formatBytes(sum(kinds, (row) => row.unused))
  const words = [
    `${formatCountOf(count, 'collection')}: ${empty}, ${formatCount(sum(kinds, (row) => row.one))} of one entry.`,
    isPython ? `Room without entries: ${unused}.` : `Room for entries that were not seen: ${unused}.`,
  ]
  if (unknown > 0) words.push(`Of ${formatCount(unknown)} the file does not tell how many entries they have.`)
  return words.join(' ')
}

function kindWords({ collection, count, empty, one, unknown, sparse, unused }: CollectionKindRow): string {
  const parts = [
    `${formatCount(count)} of kind ${collection}`,
    `${formatCount(empty)} empty`,
    `${formatCount(one)} of one entry`,
    ...(unknown > 0 ? [`${formatCount(unknown)} unknown`] : []),
    ...(sparse > 0 ? [`${formatCount(sparse)} sparse`] : []),
    `${formatBytes(unused)} of unused room`,
  ]
  return parts.join(', ')
}

function binWords({ from, to, count, unused }: EntriesBin): string {
  const range =
    from === null
      ? 'Number of entries not known'
      : from === to
        ? formatCountOf(from, 'entry', 'entries')
        : `${formatCount(from)} to ${formatCount(to ?? from)} entries`
  return `${range}: ${formatCountOf(count, 'collection')}, ${formatBytes(unused)} of unused room`
}

import type { LengthBin, StringTotals } from '#engine/model/string-rows.ts'
import { usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useScope } from '#app/state/use-scope.ts'
import { BinBars } from '#app/ui/bins/BinBars.tsx'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import { kindLook } from '#app/ui/kinds.ts'
import { ListWords } from '#app/ui/ListPage.tsx'

/** What all strings come to, and how long they are. A bar shows the strings of its lengths. */
export function StringsHead({ onPick }: { readonly onPick: (filter: string) => void }) {
  const { value, error } = useAnswer('stringOverview', useScope())
  const filter = usePlace((place) => place.filter)
  if (error) return null
  if (!value) return <ListWords>Sorting strings by their text…</ListWords>
  return (
    <>
      <ListWords>
        <p>{totalWords(value.totals)}</p>
        <Doubts totals={value.totals} />
      </ListWords>
      <BinBars
        label="Strings by their length in characters"
        bins={value.lengths}
        words={lengthWords}
        onPick={(bin) => onPick(bin.query)}
        isPicked={(bin) => bin.query === filter}
        color={kindLook('string').color}
      />
    </>
  )
}

function totalWords({ count, bytes, distinct, duplicated, copies, wasted }: StringTotals): string {
  const all = `${formatCountOf(count, 'string')} of ${formatBytes(bytes)}, ${formatCountOf(distinct, 'different text')}.`
  if (duplicated === 0) return `${all} No text is there twice.`
  const shared = `${formatCountOf(duplicated, 'text')} ${duplicated === 1 ? 'is' : 'are'} there more than once, in ${formatCountOf(copies, 'string')}`
  return `${all} ${shared}: ${formatBytes(wasted)} would be saved if one copy of each were kept.`
}

/** What the file leaves open. */
function Doubts({ totals }: { readonly totals: StringTotals }) {
  const words = [
    totals.wastedInCut > 0
      ? `${formatBytes(totals.wastedInCut)} of it in texts that V8 cut at 1,024 characters: they may differ beyond.`
      : '',
    totals.unknown > 0
      ? `Of ${formatCountOf(totals.unknown, 'string')} the file does not hold the text; ${totals.unknown === 1 ? 'it counts' : 'they count'} as no duplicates.`
      : '',
  ].filter(Boolean)
  return words.length === 0 ? null : <p>{words.join(' ')}</p>
}

function lengthWords({ from, to, count, bytes }: LengthBin): string {
  const range =
    to === null || from === to
      ? formatCountOf(from, 'character')
      : `${formatCount(from)} to ${formatCount(to)} characters`
  return `${range}: ${formatCountOf(count, 'string')}, ${formatBytes(bytes)}`
}

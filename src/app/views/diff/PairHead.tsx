import { ArrowLeftRight } from 'lucide-react'
import type { MatchedBy } from '#engine/model/digest.ts'
import type { PairRow, SideTotals } from '#engine/model/diff-rows.ts'
import { swapRoles } from '#app/state/capture-set.ts'
import { go, setOptions, usePlace } from '#app/state/place-store.ts'
import { useMemberNames } from '#app/state/use-member-names.ts'
import { useOptions } from '#app/state/use-options.ts'
import { Button } from '#app/ui/Button.tsx'
import { Bytes } from '#app/ui/Bytes.tsx'
import { Choice } from '#app/ui/Choice.tsx'
import { formatCountDelta, formatCountOf, formatDelta, formatPercent } from '#app/ui/format.ts'
import { OPTIONS } from './options.ts'
import styles from './PairHead.module.css'

const SHOWN = [
  { value: 'classes', title: 'Classes' },
  { value: 'owners', title: 'Who is responsible' },
  { value: 'icicle', title: 'Icicle' },
] as const

const MATCHES: readonly { readonly value: MatchedBy | 'auto'; readonly title: string }[] = [
  { value: 'auto', title: 'Automatic' },
  { value: 'id', title: 'By id' },
  { value: 'path', title: 'By path' },
]

/** Which captures are compared, how much they changed, and how their objects were told to be the same. */
export function PairHead({ pair }: { readonly pair: PairRow }) {
  const { show } = useOptions(OPTIONS)
  const match = usePlace((place) => place.match)
  const delta = pair.target.shallowSize - pair.base.shallowSize
  const count = pair.target.count - pair.base.count
  return (
    <div className={styles['head']}>
      <div className={styles['sides']}>
        <Side role="Base" side={pair.base} which="base" />
        <div className={styles['delta']} data-direction={delta > 0 ? 'grown' : delta < 0 ? 'shrunk' : 'same'}>
          <strong>{formatDelta(delta)}</strong>
          <span>{formatCountDelta(count)} objects</span>
        </div>
        <Button
          look="icon"
          className={styles['swap']}
          onClick={swapRoles}
          aria-label="Swap base and target"
          title="Swap base and target"
        >
          <ArrowLeftRight aria-hidden="true" size={14} />
        </Button>
        <Side role="Target" side={pair.target} which="source" />
      </div>
      <p className={styles['matched']}>{matchedWords(pair)}</p>
      <div className={styles['choices']}>
        <Choice
          label="Show"
          value={show}
          choices={SHOWN}
          onChange={(value) => setOptions({ show: value }, 'push')}
        />
        <Choice
          label="Match objects"
          value={match ?? 'auto'}
          choices={MATCHES}
          onChange={(value) => go({ match: value === 'auto' ? null : value })}
        />
      </div>
    </div>
  )
}

interface SideProps {
  readonly role: string
  readonly side: SideTotals
  readonly which: 'base' | 'source'
}

function Side({ role, side, which }: SideProps) {
  const source = usePlace((place) => place[which])
  const name = useMemberNames().get(source ?? '') ?? side.file
  return (
    <div className={styles['side']}>
      <span className={styles['role']}>{role}</span>
      <bdi className={styles['name']} title={side.file}>
        {name}
      </bdi>
      <span className={styles['size']}>
        <Bytes value={side.shallowSize} /> in {formatCountOf(side.count, 'object')}
      </span>
    </div>
  )
}

/** How much of the target was found in the base, and by what. */
function matchedWords(pair: PairRow): string {
  const { matchedBy, sameProcess, matched, matchedInBase, base, target } = pair
  const share = formatPercent(matched.shallowSize, target.shallowSize)
  const stayed = formatPercent(matchedInBase.shallowSize, base.shallowSize)
  const found = `${share} of the target’s bytes were found in the base, ${stayed} of the base’s are still there`
  if (matchedBy === 'id') {
    return sameProcess
      ? `One process, so objects are matched by their ids, exactly: ${found}.`
      : `Objects are matched by their ids although these captures seem to come from different processes, where an id means nothing: ${found}.`
  }
  const why = sameProcess ? '' : 'Different processes, so objects'
  return `${why || 'Objects'} are matched by their path from the roots, which is an estimate: ${found}.`
}

import { idText } from '#engine/base/id-text.ts'
import { useState } from 'react'
import type { AccumulationPoint, TreeAddress } from '#engine/model/dominator-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { notify } from '#app/state/notice-store.ts'
import { go } from '#app/state/place-store.ts'
import { changeSelection, selectOnly } from '#app/state/selection.ts'
import { useScope } from '#app/state/use-scope.ts'
import { Button } from '#app/ui/Button.tsx'
import { formatBytes, formatCountOf, formatPercent } from '#app/ui/format.ts'
import { messageOf } from '#app/ui/message-of.ts'
import { shortTitle } from '#app/ui/node-title.ts'
import { queryAt } from '#app/ui/cells/cell-address.ts'
import { isInForest, zoomTo } from '#app/ui/cells/tree-place.ts'
import styles from './DominatorsView.module.css'

/** What can be done with the place that the drawing is zoomed to. */
export function PlaceTools({ address }: { readonly address: TreeAddress }) {
  return (
    <span className={styles['tools']}>
      <SelectPlace address={address} />
      <AccumulationButton address={address} />
    </span>
  )
}

/** Selects what the drawing is zoomed to. */
function SelectPlace({ address }: { readonly address: TreeAddress }) {
  const query = useScope() && isInForest(address) ? '' : queryAt(address)
  const isRoot = address.id === null && address.path.length === 0
  if (query === '' || isRoot) return null
  return (
    <>
      <Button onClick={() => selectOnly(query)}>
        Select {address.by === 'object' ? 'it' : 'its objects'}
      </Button>
      <Button onClick={() => changeSelection('+', query)} title="Add to the selection">
        Add
      </Button>
    </>
  )
}

/** Zooms to where the memory below the place gathers, and selects that object. */
function AccumulationButton({ address }: { readonly address: TreeAddress }) {
  const [busy, setBusy] = useState(false)
  const scope = useScope()
  const jump = async () => {
    if (busy) return
    setBusy(true)
    try {
      const point = await ask('accumulationPoint', address, scope)
      const { id } = point.node
      zoomTo({ by: 'object', id, path: [] })
      go({ selected: id }, 'replace')
      notify(pointWords(point))
    } catch (error) {
      notify(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button aria-disabled={busy} onClick={() => void jump()}>
      Jump to the accumulation point
    </Button>
  )
}

/** Why the way down ended there. */
function pointWords({ node, steps, largestBelow, below }: AccumulationPoint): string {
  const retained = node.retainedSize ?? 0
  const where = `${formatCountOf(steps, 'step')} down, ${shortTitle(node)} ${idText(node.id)} retains ${formatBytes(retained)}.`
  if (!largestBelow) return `${where} Nothing below it retains anything.`
  const share = formatPercent(largestBelow.retainedSize ?? 0, retained)
  return `${where} Right below it are ${formatCountOf(below, 'object')}, the largest with ${share} of that.`
}

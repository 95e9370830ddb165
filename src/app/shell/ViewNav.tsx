import { useEffect, useRef } from 'react'
import { placeAfter, usePlace } from '../state/place-store.ts'
import { useHeap } from '../state/heap-store.ts'
import { useCountedFindings } from '../state/use-counted-findings.ts'
import { insteadOfView, VIEW_NAMES, VIEWS, type ViewGroup } from '../state/views.ts'
import { formatCount } from '#app/ui/format.ts'
import { PlaceLink } from '#app/ui/PlaceLink.tsx'
import { VIEW_PARTS } from './view-parts.ts'
import styles from './ViewNav.module.css'

const GROUPS: readonly ViewGroup[] = ['Heap', 'Alive', 'Contents', 'Compare']

/** The ways to look at the capture. */
export function ViewNav() {
  const place = usePlace((now) => now)
  const current = useRef<HTMLLIElement>(null)
  const { view: shown } = place
  const family = useHeap((heap) => heap.family)
  useEffect(() => {
    // On a narrow page the views lie side by side, and there is room for a few.
    if (VIEW_NAMES.includes(shown)) current.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [shown])
  return (
    <nav className={styles['nav']} aria-label="Views">
      {GROUPS.map((group) => {
        const views = VIEW_NAMES.filter(
          (view) => VIEWS[view].group === group && insteadOfView(view, family) === null,
        )
        return views.length === 0 ? null : (
          <div key={group} className={styles['group']}>
            <h2 id={`views-${group}`} className={styles['heading']}>
              {group}
            </h2>
            <ul aria-labelledby={`views-${group}`}>
              {views.map((view) => {
                const { Icon } = VIEW_PARTS[view]
                const { title, about } = VIEWS[view]
                return (
                  <li key={view} ref={view === shown ? current : null}>
                    <PlaceLink
                      to={placeAfter(place, { view })}
                      className={styles['link']}
                      title={about}
                      aria-current={place.view === view ? 'page' : undefined}
                    >
                      <Icon aria-hidden="true" size={15} />
                      {title}
                      {view === 'findings' ? <FindingCount /> : null}
                    </PlaceLink>
                  </li>
                )
              })}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}

/** How many findings there are above notes that nobody muted. */
function FindingCount() {
  const count = useCountedFindings().filter(({ severity }) => severity !== 'note').length
  if (count === 0) return null
  return (
    <span className={styles['count']} title="Serious findings and warnings that are not muted">
      {formatCount(count)}
    </span>
  )
}

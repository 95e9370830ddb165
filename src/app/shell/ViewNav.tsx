import { LayoutDashboard, Rows3 } from 'lucide-react'
import type { ViewName } from '../state/place.ts'
import { usePlace } from '../state/place-store.ts'
import { PlaceLink } from './PlaceLink.tsx'
import styles from './ViewNav.module.css'

/** The views by name, in the order they are offered. */
export const VIEWS: Readonly<Record<ViewName, { title: string; Icon: typeof Rows3 }>> = {
  overview: { title: 'Overview', Icon: LayoutDashboard },
  classes: { title: 'Classes', Icon: Rows3 },
}

/** The ways to look at the capture. */
export function ViewNav() {
  const place = usePlace((now) => now)
  return (
    <nav className={styles['nav']} aria-label="Views">
      <ul>
        {(Object.keys(VIEWS) as ViewName[]).map((view) => {
          const { title, Icon } = VIEWS[view]
          return (
            <li key={view}>
              <PlaceLink
                to={{ ...place, view }}
                className={styles['link']}
                aria-current={place.view === view ? 'page' : undefined}
              >
                <Icon aria-hidden="true" size={15} />
                {title}
              </PlaceLink>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

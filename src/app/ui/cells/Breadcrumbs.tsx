import { idText } from '#engine/base/id-text.ts'
import { Fragment, useLayoutEffect, useRef } from 'react'
import type { TreeAddress, TreeWay } from '#engine/model/dominator-rows.ts'
import { Button } from '../Button.tsx'
import { formatCount } from '../format.ts'
import { nodeTitle, visibleName } from '../node-title.ts'
import { zoomTo } from './tree-place.ts'
import styles from './Breadcrumbs.module.css'

interface BreadcrumbsProps {
  readonly address: TreeAddress
  readonly way: TreeWay | null
  /** What the tree begins at. */
  readonly top: string
}

interface Crumb {
  readonly key: string
  readonly text: string
  readonly to: TreeAddress
  /** Nodes left out before it. */
  readonly skipped: number
}

/** The way from the root to what is drawn; every step leads back there. */
export function Breadcrumbs({ address, way, top }: BreadcrumbsProps) {
  const crumbs = crumbsOf(address, way, top)
  const frame = useRef<HTMLElement>(null)
  const end = crumbs.at(-1)?.key
  // The end of a long way is what one wants to see.
  useLayoutEffect(() => {
    void end
    if (frame.current) frame.current.scrollLeft = frame.current.scrollWidth
  }, [end])
  return (
    <nav ref={frame} aria-label="Where it is zoomed to" className={styles['crumbs']}>
      <ol>
        {crumbs.map(({ key, text, to, skipped }, i) => (
          <Fragment key={key}>
            {skipped > 0 ? <li className={styles['skipped']}>… {formatCount(skipped)} more …</li> : null}
            <li>
              {i === crumbs.length - 1 ? (
                <bdi dir="ltr" aria-current="location" className={styles['here']} title={text}>
                  {text}
                </bdi>
              ) : (
                <Button look="text" onClick={() => zoomTo(to)} title={text}>
                  <bdi dir="ltr" className={styles['crumb']}>
                    {text}
                  </bdi>
                </Button>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  )
}

function crumbsOf({ by, id, path }: TreeAddress, way: TreeWay | null, top: string): readonly Crumb[] {
  const root: Crumb = { key: 'root', text: top, to: { by, id: null, path: [] }, skipped: 0 }
  const nodes = (way?.nodes ?? []).filter(({ type }, i) => by !== 'object' || i > 0 || type !== 'synthetic')
  const after = (way?.skipped.after ?? 0) - 1
  const objects = nodes.map((node, i): Crumb => ({
    key: `@${node.id}`,
    text: `${nodeTitle(node)} ${idText(node.id)}`,
    to: { by, id: node.id, path: [] },
    skipped: way && way.skipped.count > 0 && i === after ? way.skipped.count : 0,
  }))
  const groups = path.map((key, i): Crumb => ({
    key: `${i} ${key}`,
    text: visibleName(way?.groups[i]?.name ?? key),
    to: { by, id, path: path.slice(0, i + 1) },
    skipped: 0,
  }))
  return [root, ...objects, ...groups]
}

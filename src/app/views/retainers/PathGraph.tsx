import { ContextMenu } from '@base-ui/react/context-menu'
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, RefObject } from 'react'
import type { PathBox } from '#engine/model/retainer-rows.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { Button } from '#app/ui/Button.tsx'
import menu from '#app/ui/table/RowMenu.module.css'
import { isFold, type Way } from './box-words.ts'
import { GraphBox } from './GraphBox.tsx'
import { boxAfterKey } from './graph-keys.ts'
import { layoutGraph } from './graph-layout.ts'
import { GraphLegend } from './GraphLegend.tsx'
import { measureText } from './measure-text.ts'
import { SaveMenu } from './SaveMenu.tsx'
import { boxActions } from './use-box-actions.ts'
import { useZoom } from './use-zoom.ts'
import styles from './PathGraph.module.css'

interface PathGraphProps {
  readonly boxes: readonly PathBox[]
  readonly way: Way
  /** What it shows, as a heading. Another one is fitted into the page anew. */
  readonly title: string
  readonly busy: boolean
  readonly onOpen: (fold: string) => void
}

/** The paths, or the references, as a drawing in layers from the top down. Arrow keys walk, Enter opens, plus, minus and 0 zoom. */
export function PathGraph({ boxes, way, title, busy, onOpen }: PathGraphProps) {
  const graph = useMemo(() => layoutGraph(boxes, measureText), [boxes])
  const svg = useRef<SVGSVGElement>(null)
  const zoom = useZoom(svg, graph, title)
  const selected = usePlace((place) => place.selected)
  const [wanted, setActive] = useState('')
  const active = boxes.some(({ id }) => id === wanted) ? wanted : (boxes[0]?.id ?? '')
  const [asked, setAsked] = useState<PathBox | null>(null)
  const actions = asked === null ? [] : boxActions(asked, way, onOpen)
  const opener = useRef<SVGGElement | null>(null)
  const { byId, hadFocus } = useFocus(active, svg)

  const focus = (id: string) => {
    setActive(id)
    const box = graph.boxes.find(({ row }) => row.id === id)
    if (box) zoom.reveal(box)
    byId(id)?.focus({ preventScroll: true })
  }
  const activate = (box: PathBox) => {
    setActive(box.id)
    if (isFold(box)) {
      hadFocus.current = true
      onOpen(box.id)
    } else if (box.node) go({ selected: box.node.id })
    else openMenu(byId(box.id))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const box = boxes.find(({ id }) => id === active)
    if (event.key === '+' || event.key === '=') zoom.in()
    else if (event.key === '-') zoom.out()
    else if (event.key === '0') zoom.fit()
    else if ((event.key === 'Enter' || event.key === ' ') && box) activate(box)
    else if (/^(Arrow|Home$|End$)/.test(event.key)) focus(boxAfterKey(graph, active, event.key))
    else return
    event.preventDefault()
  }
  const take = (event: MouseEvent) => {
    const box =
      event.target instanceof Element ? event.target.closest<SVGGElement>('[data-box],[data-edge]') : null
    const id = box?.dataset['box'] ?? box?.dataset['edge'] ?? ''
    opener.current = byId(id) ?? null
    setAsked(boxes.find((one) => one.id === id) ?? null)
    if (id !== '') setActive(id)
  }
  const backToBox = () => {
    opener.current?.focus({ preventScroll: true })
    return false
  }
  return (
    <div className={styles['view']}>
      <ContextMenu.Root>
        <ContextMenu.Trigger
          render={<div className={styles['canvas'] ?? ''} data-busy={busy || undefined} />}
          onContextMenuCapture={take}
        >
          <svg
            ref={svg}
            className={styles['svg']}
            role="tree"
            aria-label={title}
            aria-busy={busy}
            onKeyDown={onKeyDown}
          >
            <g transform={zoom.transform.toString()}>
              {graph.edges.map(({ id, d, thickness, look }) => (
                <path
                  key={id}
                  d={d}
                  className={`${styles['edge']} ${styles[look]}`}
                  strokeWidth={thickness}
                />
              ))}
              {graph.boxes.map((box) => (
                <GraphBox
                  key={box.row.id}
                  box={box}
                  way={way}
                  level={levelOf(boxes, box.row)}
                  tabbable={box.row.id === active}
                  selected={box.row.node !== null && box.row.node.id === selected}
                  onFocus={() => setActive(box.row.id)}
                  onActivate={() => activate(box.row)}
                />
              ))}
            </g>
          </svg>
        </ContextMenu.Trigger>
        <ContextMenu.Portal>
          <ContextMenu.Positioner className={menu['positioner'] ?? ''}>
            <ContextMenu.Popup className={menu['popup'] ?? ''} finalFocus={backToBox}>
              {actions.length === 0 ? (
                <p className={menu['none']}>{nothingToDo(asked, way)}</p>
              ) : (
                actions.map(({ id, title: words, run }) => (
                  <ContextMenu.Item key={id} className={menu['item'] ?? ''} onClick={run}>
                    {words}
                  </ContextMenu.Item>
                ))
              )}
            </ContextMenu.Popup>
          </ContextMenu.Positioner>
        </ContextMenu.Portal>
      </ContextMenu.Root>
      <div className={styles['foot']}>
        <GraphLegend graph={graph} way={way} />
        <div className={styles['buttons']}>
          <Button look="icon" aria-label="Zoom in" title="Zoom in (+)" onClick={zoom.in}>
            <ZoomIn aria-hidden="true" size={14} />
          </Button>
          <Button look="icon" aria-label="Zoom out" title="Zoom out (−)" onClick={zoom.out}>
            <ZoomOut aria-hidden="true" size={14} />
          </Button>
          <Button look="icon" aria-label="Show the whole" title="Show the whole (0)" onClick={zoom.fit}>
            <Maximize aria-hidden="true" size={14} />
          </Button>
          <SaveMenu graph={graph} way={way} title={title} />
        </div>
      </div>
    </div>
  )
}

/** Keeps the focus in the drawing when the fold that had it has opened and is gone. */
function useFocus(active: string, svg: RefObject<SVGSVGElement | null>) {
  const hadFocus = useRef(false)
  const byId = (id: string) =>
    [...(svg.current?.querySelectorAll<SVGGElement>('[data-box]') ?? [])].find(
      ({ dataset }) => dataset['box'] === id,
    )
  useEffect(() => {
    if (!hadFocus.current || svg.current?.contains(document.activeElement)) return
    hadFocus.current = false
    byId(active)?.focus({ preventScroll: true })
  })
  return { byId, hadFocus }
}

function nothingToDo(asked: PathBox | null, way: Way): string {
  if (asked?.kind === 'objects') return 'No short filter selects just these objects.'
  return `Open this menu on ${way === 'kept' ? 'a retainer' : 'an object that is referred to'}.`
}

function levelOf(boxes: readonly PathBox[], box: PathBox): number {
  let level = 1
  for (let at = box; at.above !== null; level++) {
    const above = boxes.find(({ id }) => id === at.above)
    if (!above) break
    at = above
  }
  return level
}

/** Opens the context menu of a box as a right click in its middle does. */
function openMenu(box: SVGGElement | undefined): void {
  if (!box) return
  const { left, top, width, height } = box.getBoundingClientRect()
  const at = { clientX: left + width / 2, clientY: top + height / 2 }
  box.dispatchEvent(new globalThis.MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }))
}

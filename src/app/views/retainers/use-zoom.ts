import { select, zoom, type ZoomBehavior, zoomIdentity, type ZoomTransform, zoomTransform } from 'd3'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { DrawnBox, DrawnGraph } from './graph-layout.ts'

const LEAST = 0.15
const MOST = 2.5
const STEP = 1.3
const MARGIN = 16
/** The whole is not shown smaller than this at first: where that is too large, a part of it is shown so that it reads well. */
const LEAST_WHOLE = 0.72
const PART = 0.85

export interface Zoom {
  readonly transform: ZoomTransform
  readonly in: () => void
  readonly out: () => void
  /** Shows the whole, as far as that is readable, from the top. */
  readonly fit: () => void
  /** Moves a box into sight where it is out of it. */
  readonly reveal: (box: DrawnBox) => void
}

/** Pan and zoom of a drawing by pointer and by call. @param name another drawing is fitted anew when this changes */
export function useZoom(svg: RefObject<SVGSVGElement | null>, graph: DrawnGraph, name: string): Zoom {
  const [transform, setTransform] = useState<ZoomTransform>(zoomIdentity)
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown> | null>(null)
  const latest = useRef(graph)
  useEffect(() => {
    latest.current = graph
  })

  useEffect(() => {
    const element = svg.current
    if (!element) return undefined
    const mine = zoom<SVGSVGElement, unknown>()
      .scaleExtent([LEAST, MOST])
      .on('zoom', (event: { readonly transform: ZoomTransform }) => setTransform(event.transform))
    behaviour.current = mine
    select(element).call(mine).on('dblclick.zoom', null)
    return () => void select(element).on('.zoom', null)
  }, [svg])

  const set = useCallback(
    (next: ZoomTransform) => {
      if (svg.current) behaviour.current?.transform(select(svg.current), next)
    },
    [svg],
  )
  const scale = useCallback(
    (by: number) => {
      if (svg.current) behaviour.current?.scaleBy(select(svg.current), by)
    },
    [svg],
  )
  const fit = useCallback(() => {
    if (svg.current) set(fitted(latest.current, svg.current.clientWidth, svg.current.clientHeight))
  }, [svg, set])

  useEffect(() => fit(), [fit, name])

  const reveal = useCallback(
    ({ x, y, width, height }: DrawnBox) => {
      const element = svg.current
      if (!element) return
      const now = zoomTransform(element)
      const left = shift(now.applyX(x), now.applyX(x + width), element.clientWidth)
      const top = shift(now.applyY(y) - MARGIN, now.applyY(y + height), element.clientHeight)
      if (left !== 0 || top !== 0) set(now.translate(left / now.k, top / now.k))
    },
    [svg, set],
  )
  return { transform, in: () => scale(STEP), out: () => scale(1 / STEP), fit, reveal }
}

/** How far to move so that a stretch lies between 0 and `size`. */
function shift(from: number, to: number, size: number): number {
  if (from < MARGIN) return MARGIN - from
  return to > size - MARGIN ? size - MARGIN - to : 0
}

function fitted({ width, height, boxes }: DrawnGraph, across: number, down: number): ZoomTransform {
  const room = Math.min((across - 2 * MARGIN) / Math.max(1, width), (down - 2 * MARGIN) / Math.max(1, height))
  const scale = room < LEAST_WHOLE ? PART : Math.min(1, room)
  const root = boxes[0]
  if (width * scale <= across - 2 * MARGIN || !root) {
    return zoomIdentity.translate((across - width * scale) / 2, MARGIN).scale(scale)
  }
  // Those with the most paths stand at the left; but the root must be seen.
  const left = Math.max(0, (root.x + root.width) * scale - across + 2 * MARGIN)
  return zoomIdentity.translate(MARGIN - left, MARGIN).scale(scale)
}

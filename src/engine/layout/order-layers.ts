/** Something in a layer, and what it is connected with in the layers above and below, by number. */
export interface Links {
  readonly above: readonly (readonly number[])[]
  readonly below: readonly (readonly number[])[]
}

const SWEEPS = 8

/**
 * Orders each layer so that few edges cross: the order that sweeps down and up leave, each of which sorts every layer by
 * the mean place of its neighbours (barycentres; Sugiyama, Tagawa and Toda, 1981). The best of all sweeps is taken.
 * O(sweeps × edges²) for the counting, on a few dozen boxes.
 *
 * @param layers numbers by layer; every edge leads from one layer to the next
 */
export function orderLayers(layers: readonly (readonly number[])[], links: Links): number[][] {
  let order = layers.map((layer) => [...layer])
  let best = order
  let fewest = crossings(order, links)
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    order = sweep % 2 === 0 ? swept(order, links.above) : swept(order.toReversed(), links.below).toReversed()
    const count = crossings(order, links)
    if (count >= fewest) continue
    best = order
    fewest = count
  }
  return best
}

/** Sorts each layer but the first by its neighbours in the one before it. */
function swept(layers: readonly (readonly number[])[], before: Links['above']): number[][] {
  const done: number[][] = []
  const place = new Map<number, number>()
  for (const layer of layers) {
    const keyed = layer.map((one, i) => {
      const places = before[one]!.map((other) => place.get(other)!)
      return { one, key: places.length === 0 ? i : places.reduce((sum, at) => sum + at, 0) / places.length }
    })
    const sorted = done.length === 0 ? keyed : keyed.toSorted((a, b) => a.key - b.key)
    done.push(sorted.map(({ one }) => one))
    sorted.forEach(({ one }, i) => place.set(one, i))
  }
  return done
}

/** How many pairs of edges between neighbouring layers cross. */
export function crossings(layers: readonly (readonly number[])[], { below }: Pick<Links, 'below'>): number {
  const place = new Map<number, number>()
  for (const layer of layers) layer.forEach((one, i) => place.set(one, i))
  let count = 0
  for (const layer of layers) {
    const edges = layer.flatMap((one) =>
      below[one]!.map((other) => [place.get(one)!, place.get(other)!] as const),
    )
    for (const [i, [from, to]] of edges.entries()) {
      for (const [otherFrom, otherTo] of edges.slice(i + 1)) {
        if ((from - otherFrom) * (to - otherTo) < 0) count++
      }
    }
  }
  return count
}

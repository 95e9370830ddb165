import { shortHash } from '../base/short-hash.ts'
import type { PathForest } from '../graph/path-forest.ts'
import { NodeType } from '../model/kinds.ts'
import type { Sum } from '../model/retainer-rows.ts'
import type { EdgeKinds } from './edge-kinds.ts'
import type { CompleteHeap } from './heap.ts'

/** Places of a forest that were reached the same way: of one class, by one kind of edge, from the box above. */
export interface PlaceBox {
  readonly id: string
  readonly above: PlaceBox | null
  /** A class number, and a number of `EdgeKinds`; -1 and -1 for the root. */
  readonly classIndex: number
  readonly edgeKind: number
  /** The places that edges from the box above lead to, then those that edges of the same kind lead on to from these. */
  readonly places: readonly number[]
  /** How many of them the box above leads to. */
  readonly entries: number
  readonly through: Sum
  readonly selected: Sum
  /** The places below, by class and kind of edge, those with the most paths first. */
  readonly groups: readonly PlaceGroup[]
}

/** What is to become a box. */
export interface PlaceGroup {
  readonly classIndex: number
  readonly edgeKind: number
  readonly places: number[]
  paths: number
  bytes: number
}

/**
 * Merges the places of a forest into boxes, one level after the other as they are asked for: each place is looked at once,
 * when the box above its own is made, and boxes are kept for when they are shown again. A list or a tree of objects of one class, held by one kind of edge, is one box.
 */
export class BoxMaker {
  readonly #heap: CompleteHeap
  readonly #forest: PathForest
  readonly #kinds: EdgeKinds
  /** The places below place p are `#below[#first[p]]` to `#below[#first[p + 1] - 1]`. */
  readonly #first: Uint32Array
  readonly #below: Uint32Array
  /** What was made: a group takes more places when its box is made, which must happen once. */
  readonly #made = new Map<PlaceGroup, PlaceBox>()
  #root: PlaceBox | null = null

  /** O(places). */
  constructor(heap: CompleteHeap, forest: PathForest, kinds: EdgeKinds) {
    this.#heap = heap
    this.#forest = forest
    this.#kinds = kinds
    const { count, tops, above } = forest
    this.#first = new Uint32Array(count + 1)
    for (let place = tops; place < count; place++) this.#first[above[place]! + 1]!++
    for (let place = 0; place < count; place++) this.#first[place + 1]! += this.#first[place]!
    this.#below = new Uint32Array(Math.max(0, count - tops))
    const next = this.#first.slice()
    for (let place = tops; place < count; place++) this.#below[next[above[place]!]!++] = place
  }

  root(): PlaceBox {
    return (this.#root ??= this.#box('root', null, {
      classIndex: -1,
      edgeKind: -1,
      places: Array.from({ length: this.#forest.tops }, (_, place) => place),
      paths: 0,
      bytes: 0,
    }))
  }

  /** The box of one of a box's groups, whose places it takes. */
  make(above: PlaceBox, group: PlaceGroup): PlaceBox {
    const known = this.#made.get(group)
    if (known) return known
    const { type, name } = this.#kinds.kinds[group.edgeKind]!
    const made = this.#box(shortHash(`${above.id}\n${type}\n${name}\n${this.#nameOf(group)}`), above, group)
    this.#made.set(group, made)
    return made
  }

  #nameOf({ classIndex, places }: PlaceGroup): string {
    const { snapshot, table } = this.#heap
    const node = this.#forest.node[places[0]!]!
    const isGroup = snapshot.nodeType[node] === NodeType.synthetic
    return isGroup ? `@${snapshot.nodeId[node]}` : table.classes[classIndex]!.key
  }

  #box(id: string, above: PlaceBox | null, group: PlaceGroup): PlaceBox {
    const { ends, node } = this.#forest
    const { shallowSize } = this.#heap
    const { places, classIndex, edgeKind } = group
    const entries = places.length
    const groups = new Map<number, PlaceGroup>()
    let count = 0
    let bytes = 0
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!
      if (ends[place] === 1) {
        count++
        bytes += shallowSize[node[place]!]!
      }
      this.#collectBelow(place, group, groups)
    }
    const through = above === null ? sumOfTops(this.#forest) : { count: group.paths, bytes: group.bytes }
    return {
      id,
      above,
      classIndex,
      edgeKind,
      places,
      entries,
      through,
      selected: { count, bytes },
      groups: [...groups.values()].sort((a, b) => b.paths - a.paths || b.bytes - a.bytes),
    }
  }

  /** Sorts what is below a place into groups; what is of the box's own kind goes on in it. */
  #collectBelow(place: number, own: PlaceGroup, groups: Map<number, PlaceGroup>): void {
    const { node, edge, paths, bytes } = this.#forest
    const { snapshot, table } = this.#heap
    for (let i = this.#first[place]!; i < this.#first[place + 1]!; i++) {
      const below = this.#below[i]!
      const classIndex = table.classOf[node[below]!]!
      const edgeKind = this.#kinds.of(node[place]!, edge[below]!)
      // The machine's groups of roots are all of one class, but each is something else.
      const isGroup = snapshot.nodeType[node[below]!] === NodeType.synthetic
      if (classIndex === own.classIndex && edgeKind === own.edgeKind && !isGroup) {
        own.places.push(below)
        continue
      }
      const key = isGroup ? -1 - node[below]! : edgeKind * table.classes.length + classIndex
      let group = groups.get(key)
      if (!group) {
        group = { classIndex, edgeKind, places: [], paths: 0, bytes: 0 }
        groups.set(key, group)
      }
      group.places.push(below)
      group.paths += paths[below]!
      group.bytes += bytes[below]!
    }
  }
}

function sumOfTops({ tops, paths, bytes }: PathForest): Sum {
  const sum = { count: 0, bytes: 0 }
  for (let place = 0; place < tops; place++) {
    sum.count += paths[place]!
    sum.bytes += bytes[place]!
  }
  return sum
}

/** The distinct nodes of a box. O(its places). */
export function nodesOfBox({ places }: PlaceBox, { node, isTree }: PathForest): Uint32Array {
  const nodes = Uint32Array.from(places, (place) => node[place]!)
  if (isTree) return nodes
  return nodes.sort().filter((one, i, all) => i === 0 || one !== all[i - 1])
}

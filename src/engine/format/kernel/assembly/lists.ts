import { kept } from './text'

/** Lists of labels that are kept, as a power of two, and the bytes for each: length, number plus one, 8 unused, labels. */
const SLOT_BITS: u32 = 12
const SLOT: usize = 128
const IN_SLOT: usize = 16
const MOST_KEPT: u32 = <u32>((SLOT - IN_SLOT) / 4)

/** How many lists the last call of `recognize` did not know. */
export let strange: u32 = 0

/** Added to a node, this stands for the number that its list will have. */
const TO_COME: u32 = 0x80000000

/**
 * Goes from node to node, and writes the number of the list of each one's labels where it was kept lately. Keeps those that
 * were not, unless they are too long: `settle` is to be called then. Wants a slot's bytes that may be read after the labels.
 * @param labels those of the first node's edges, then those of the next
 * @param first the first node's first edge
 * @param ends for each node, which edge comes after its last
 * @param numbers takes the number of each node's list
 * @param nodes how many there are
 * @param end the edge after the last whose label is there
 * @param strangers takes which nodes have lists that are not known
 * @returns how many nodes there are whose labels are all there
 */
export function recognize(
  labels: u32,
  first: u32,
  ends: u32,
  numbers: u32,
  nodes: u32,
  end: u32,
  slots: u32,
  strangers: u32,
): u32 {
  const order = kept(i32x4(0, 1, 2, 3), strangers)
  const next = kept(i32x4(4, 5, 6, 7), strangers)
  let at: usize = labels
  let unknown = strangers
  let node: u32 = 0
  for (; node < nodes; node++) {
    const last = load<u32>(ends + (node << 2))
    if (last > end) break
    const length = last - first
    const slot = slots + slotOf(at, length)
    let number: u32 = 0
    if (load<u32>(slot) == length) {
      const lengths = i32x4.splat(length)
      let other = v128.or(
        v128.and(v128.xor(v128.load(at), v128.load(slot, IN_SLOT)), i32x4.gt_s(lengths, order)),
        v128.and(v128.xor(v128.load(at, 16), v128.load(slot, IN_SLOT + 16)), i32x4.gt_s(lengths, next)),
      )
      for (let i: u32 = 8; i < length; i += 4) {
        const pair = v128.xor(v128.load(at + (i << 2)), v128.load(slot + (i << 2), IN_SLOT))
        other = v128.or(other, v128.and(pair, i32x4.gt_s(i32x4.splat(length - i), order)))
      }
      if (!v128.any_true(other)) number = load<u32>(slot, 4)
    }
    if (number == 0) {
      store<u32>(unknown, node)
      unknown += 4
      if (length <= MOST_KEPT) {
        store<u32>(slot, length)
        store<u32>(slot, TO_COME + node + 1, 4)
        for (let i: u32 = 0; i < length; i++) store<u32>(slot + (i << 2), load<u32>(at + (i << 2)), IN_SLOT)
      }
    }
    store<u32>(numbers + (node << 2), number - 1)
    at += length << 2
    first = last
  }
  strange = (unknown - strangers) >> 2
  return node
}

/**
 * After `recognize`, once the strangers have their numbers: writes these wherever they were still to come.
 * @param nodes what `recognize` returned
 */
export function settle(
  labels: u32,
  first: u32,
  ends: u32,
  numbers: u32,
  nodes: u32,
  slots: u32,
  strangers: u32,
): void {
  for (let i: u32 = 0; i < strange; i++) {
    const node = load<u32>(strangers + (i << 2))
    const start = node == 0 ? first : load<u32>(ends + (node << 2) - 4)
    const length = load<u32>(ends + (node << 2)) - start
    const slot = slots + slotOf(labels + ((start - first) << 2), length)
    if (load<u32>(slot, 4) == TO_COME + node + 1) store<u32>(slot, load<u32>(numbers + (node << 2)) + 1, 4)
  }
  const end = numbers + (nodes << 2)
  for (let at = numbers; at < end; at += 4) {
    const number = load<u32>(at)
    if (number >= TO_COME) store<u32>(at, load<u32>(numbers + ((number - TO_COME) << 2)))
  }
}

/** Where in the slots a list goes, in bytes, by its first label, its last, and its length. */
function slotOf(labels: usize, length: u32): u32 {
  if (length == 0) return 0
  const first = load<u32>(labels)
  const last = load<u32>(labels + ((length - 1) << 2))
  const mixed = (first ^ (last * 0x9e3779b1)) * 0x85ebca6b + length * 0xc2b2ae35
  return (mixed >> (32 - SLOT_BITS)) * <u32>SLOT
}

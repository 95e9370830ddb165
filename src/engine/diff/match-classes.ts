import type { DigestClass } from '../model/digest.ts'

type Named = Pick<DigestClass, 'key' | 'name' | 'source'>

/**
 * Which class here is the same as which there: of one key; else of one name and place, whatever number its script has;
 * else of one name, where no other is called so in either heap. O(classes).
 * @returns by class number here: the class number there, or -1
 */
export function matchClasses(here: readonly Named[], there: readonly Named[]): Int32Array {
  const match = new Int32Array(here.length).fill(-1)
  const taken = new Uint8Array(there.length)
  for (const nameOf of [byKey, byPlace, byName]) {
    const open = (classes: readonly Named[], isOpen: (index: number) => boolean) =>
      onlyOnes(classes, nameOf, isOpen)
    const candidates = open(there, (index) => taken[index] === 0)
    for (const [name, index] of open(here, (at) => match[at] === -1)) {
      const found = candidates.get(name)
      if (found === undefined) continue
      match[index] = found
      taken[found] = 1
    }
  }
  return match
}

/** The same pairs seen from the other side. @param count how many classes there are there */
export function turnedRound(match: Int32Array, count: number): Int32Array {
  const turned = new Int32Array(count).fill(-1)
  for (const [here, there] of match.entries()) if (there !== -1) turned[there] = here
  return turned
}

/** The open classes whose name no other open one has. */
function onlyOnes(
  classes: readonly Named[],
  nameOf: (named: Named) => string,
  isOpen: (index: number) => boolean,
): Map<string, number> {
  const ones = new Map<string, number>()
  const several = new Set<string>()
  for (const [index, named] of classes.entries()) {
    if (!isOpen(index)) continue
    const name = nameOf(named)
    if (ones.has(name)) several.add(name)
    ones.set(name, index)
  }
  for (const name of several) ones.delete(name)
  return ones
}

const byKey = ({ key }: Named): string => key

function byPlace({ name, source }: Named): string {
  return source ? `${name} ${source.url ?? ''}:${source.line}:${source.column}` : name
}

const byName = ({ name }: Named): string => name

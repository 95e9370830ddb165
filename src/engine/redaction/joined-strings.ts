import { numberLeafTexts } from '../analyses/strings/leaf-texts.ts'
import { NO_TEXT, numberRopeTexts } from '../analyses/strings/rope-texts.ts'
import { CUT_LENGTH, findRopes } from '../analyses/strings/string-texts.ts'
import type { Task } from '../base/task.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Placeholders } from './fingerprints.ts'
import type { JoinedText, StringNumbers } from './redacted-strings.ts'

/** What joined strings are called in the redacted heap. */
export interface JoinedStrings {
  /** Nodes, ascending, with the numbers of their new names. */
  readonly nodes: Uint32Array
  readonly names: Uint32Array
  /** By placeholder. */
  readonly texts: ReadonlyMap<string, JoinedText>
}

/**
 * Names strings that are joined from parts by the placeholder of the whole text: from the placeholders of the parts
 * nobody could tell which are equal. Those whose text the capture does not hold keep their name.
 * O(nodes + edges of joined strings + bytes of their parts).
 */
export async function nameJoinedStrings(
  snapshot: Snapshot,
  placeholders: Placeholders,
  numbers: StringNumbers,
  task: Task,
): Promise<JoinedStrings> {
  const { ropes, parts } = await findRopes(snapshot, task)
  const texts = new Map<string, JoinedText>()
  const nodes = new Uint32Array(ropes.length)
  const names = new Uint32Array(ropes.length)
  if (ropes.length === 0) return { nodes, names, texts }
  const used = new Uint32Array(snapshot.strings.count)
  for (const string of parts.string) if (string >= 0) used[string] = 1
  const leaves = await numberLeafTexts(snapshot.strings, used, task)
  const joined = await numberRopeTexts(snapshot.strings, leaves, parts, CUT_LENGTH, task)
  /** By text number: what it is called. */
  const known = new Map<number, string>()
  let count = 0
  for (let rope = 0; rope < ropes.length; rope++) {
    const text = joined.text[rope]!
    if (text === NO_TEXT) continue
    const length = joined.length[rope]!
    let name = known.get(text)
    if (name === undefined) {
      name = length === 0 ? '' : placeholders.of(length, joined.hash.first[rope]!, joined.hash.second[rope]!)
      known.set(text, name)
    }
    const cut = joined.cut[rope] === 1 || texts.get(name)?.cut === true
    texts.set(name, { length, cut })
    nodes[count] = ropes[rope]!
    names[count++] = numbers.ofText(name)
  }
  return { nodes: nodes.subarray(0, count), names: names.subarray(0, count), texts }
}

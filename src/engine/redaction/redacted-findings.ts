import { findByRule } from '../analyses/findings/find-findings.ts'
import type { Finding } from '../analyses/findings/finding-row.ts'
import { RULES } from '../analyses/findings/rules.ts'
import { type CompleteHeap, isWhole } from '../analyses/heap.ts'
import type { Task } from '../base/task.ts'

/**
 * What findings are called in the redacted heap: their owners may have other names there, and so the findings have other
 * fingerprints. Of the same rule, what is about the same object and has the same evidence is the same finding. One that no
 * rule finds there is left out. Each rule that found one of them is tried on both heaps.
 * @param keys of findings of `heap`
 * @returns keys in `redacted` by those in `heap`; empty where retainers are not known
 */
export async function redactedFindings(
  heap: CompleteHeap,
  redacted: CompleteHeap,
  keys: readonly string[],
  task: Task,
): Promise<ReadonlyMap<string, string>> {
  const renamed = new Map<string, string>()
  if (!isWhole(heap) || !isWhole(redacted)) return renamed
  const wanted = new Set(keys)
  for (const rule of RULES.filter(({ name }) => keys.some((key) => key.startsWith(`${name}/`)))) {
    const muted = (await findByRule(heap, rule, task)).filter(({ key }) => wanted.has(key))
    const there = muted.length === 0 ? [] : await findByRule(redacted, rule, task)
    for (const finding of muted) {
      const same = sameFinding(finding, there)
      if (same) renamed.set(finding.key, same.key)
    }
  }
  return renamed
}

function sameFinding({ draft: { object, nodes } }: Finding, found: readonly Finding[]): Finding | undefined {
  const about = found.filter(({ draft }) => draft.object === object)
  return about.find(({ draft }) => hasSame(draft.nodes, nodes)) ?? (about.length === 1 ? about[0] : undefined)
}

function hasSame(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((node, at) => node === b[at])
}

import { findByRule } from '../analyses/findings/find-findings.ts'
import type { Finding } from '../analyses/findings/finding-row.ts'
import { RULES } from '../analyses/findings/rules.ts'
import { type CompleteHeap, isWhole } from '../analyses/heap.ts'
import { Task, type TaskHost } from '../base/task.ts'

/**
 * What findings are called in the redacted heap: their owners may have other names there, and so the findings have other
 * fingerprints. Of the same rule, what is about the same object and has the same evidence is the same finding. One that no
 * rule finds there is left out. Each rule that found one of them is tried on both heaps, and no other.
 * @param keys of findings of `heap`
 * @param report takes the part of the rules that are tried, 0 to 1
 * @returns keys in `redacted` by those in `heap`; empty where retainers are not known
 * @throws HeapError `cancelled`
 */
export async function redactedFindings(
  heap: CompleteHeap,
  redacted: CompleteHeap,
  keys: readonly string[],
  host: TaskHost,
  report: (fraction: number) => void,
): Promise<ReadonlyMap<string, string>> {
  const renamed = new Map<string, string>()
  if (!isWhole(heap) || !isWhole(redacted)) return renamed
  const wanted = new Set(keys)
  const rules = RULES.filter(({ name }) => keys.some((key) => key.startsWith(`${name}/`)))
  // Each rule has phases of its own, of which nobody knows how many there are.
  const task = new Task(quiet(host))
  for (const [at, rule] of rules.entries()) {
    report(at / rules.length)
    const muted = (await findByRule(heap, rule, task)).filter(({ key }) => wanted.has(key))
    const there = muted.length === 0 ? [] : await findByRule(redacted, rule, task)
    for (const finding of muted) {
      const same = sameFinding(finding, there)
      if (same) renamed.set(finding.key, same.key)
    }
  }
  return renamed
}

function quiet(host: TaskHost): TaskHost {
  const { signal } = host
  return { now: () => host.now(), pause: () => host.pause(), ...(signal && { signal }) }
}

function sameFinding({ draft: { object, nodes } }: Finding, found: readonly Finding[]): Finding | undefined {
  const about = found.filter(({ draft }) => draft.object === object)
  return about.find(({ draft }) => hasSame(draft.nodes, nodes)) ?? (about.length === 1 ? about[0] : undefined)
}

function hasSame(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((node, at) => node === b[at])
}

import type { CalledFunction, SeriesCall } from '../model/series.ts'

/** The functions that were watched, those that added most first. A call inside another one counts for both. O(calls). */
export function calledFunctions(calls: readonly SeriesCall[]): CalledFunction[] {
  const byName = new Map<
    string,
    { name: string; calls: number; seconds: number; added: number; mostAdded: number }
  >()
  for (const { name, start, end, startBytes, endBytes } of calls) {
    const added = endBytes - startBytes
    const one = byName.get(name) ?? { name, calls: 0, seconds: 0, added: 0, mostAdded: added }
    byName.set(name, one)
    one.calls++
    one.seconds += end - start
    one.added += added
    one.mostAdded = Math.max(one.mostAdded, added)
  }
  return [...byName.values()].sort((a, b) => b.added - a.added)
}

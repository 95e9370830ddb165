import type { ComparedClusters, KnownCluster } from '../model/leak-rows.ts'

/**
 * Which clusters of leaks a run has lost, kept and added since another one, by their fingerprints; each list in the order of
 * the run it comes from. O(clusters).
 */
export function compareClusters(
  before: readonly KnownCluster[],
  now: readonly KnownCluster[],
): ComparedClusters {
  const known = new Map(before.map((cluster) => [cluster.fingerprint, cluster]))
  const found = new Set(now.map(({ fingerprint }) => fingerprint))
  return {
    gone: before.filter(({ fingerprint }) => !found.has(fingerprint)),
    still: now.flatMap((cluster) => {
      const earlier = known.get(cluster.fingerprint)
      return earlier ? [{ before: earlier, now: cluster }] : []
    }),
    new: now.filter(({ fingerprint }) => !known.has(fingerprint)),
  }
}

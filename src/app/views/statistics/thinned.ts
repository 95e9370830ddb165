/** Every n-th of the entries from the first, so that at most `most` are left, and one at least. */
export function thinned<Entry>(entries: readonly Entry[], most: number): Entry[] {
  const step = Math.ceil(entries.length / Math.max(1, most))
  return entries.filter((_, index) => index % step === 0)
}

const ENDING = /\.(heapsnapshot|heaptimeline|heapprofile|heapscope)(\.gz)?$/
/** Where a name may be cut. */
const BREAK = /[-_. /]/

/** Names of files that stand side by side, without their endings and what all of them begin with. */
export function shortNames(names: readonly string[]): readonly string[] {
  const bare = names.map((name) => name.replace(ENDING, '') || name)
  const [first = ''] = bare
  if (bare.length < 2) return bare
  let common = 0
  while (common < first.length && bare.every((name) => name[common] === first[common])) common++
  while (common > 0 && !BREAK.test(first[common - 1]!)) common--
  return bare.map((name) => name.slice(common) || name)
}

/** Megabytes of a syntax-tree snapshot without any round, and of one more round, as Node 24 writes them. */
const BASE_MB = 14.4
const ROUND_MB = 47.5

/**
 * The snapshots that the bench makes. `filler` names what fills the heap and `amount` how much of it; `heapMegabytes`
 * is the room that the process gets for it.
 */
export const SNAPSHOTS = [
  syntaxTrees(25),
  syntaxTrees(150),
  syntaxTrees(1000),
  {
    id: 'strings',
    file: 'strings',
    name: 'mostly strings',
    filler: 'strings',
    amount: 680_000,
    heapMegabytes: 8000,
  },
  {
    id: 'list',
    file: 'list',
    name: 'one linked list',
    filler: 'list',
    amount: 5_000_000,
    heapMegabytes: 8000,
  },
  { id: 'hub', file: 'hub', name: 'one hub', filler: 'hub', amount: 5_000_000, heapMegabytes: 8000 },
  {
    id: 'star',
    file: 'star',
    name: 'many tiny classes',
    filler: 'star',
    amount: 20_000,
    heapMegabytes: 8000,
  },
  syntaxTrees(4300),
]

/**
 * Pairs of snapshots of one process: the first as large as the name says, the second a tenth larger. `more` is by how
 * much the heap grows between them; `files` are the earlier and the later one; `seconds` is what comparing may take.
 */
export const PAIRS = [pairOfSyntaxTrees(150, 1), pairOfSyntaxTrees(1000, 8)]

function pairOfSyntaxTrees(megabytes, seconds) {
  const { filler, amount, heapMegabytes } = syntaxTrees(megabytes)
  return {
    id: `pair-${megabytes}`,
    files: [`pair-${megabytes}mb-1`, `pair-${megabytes}mb-2`],
    name: 'syntax trees, and a tenth more',
    filler,
    amount,
    more: megabytes / ROUND_MB / 10,
    heapMegabytes,
    seconds,
  }
}

function syntaxTrees(megabytes) {
  return {
    id: `ast-${megabytes}`,
    file: `ast-${megabytes}mb`,
    name: 'syntax trees',
    filler: 'ast',
    amount: Math.max(0, (megabytes - BASE_MB) / ROUND_MB),
    heapMegabytes: Math.round(1024 + megabytes * 4),
  }
}

/** The rows in sight of a table; and those in its middle, for which all have to be put in order. */
const FIRST_ROWS = { start: 0, end: 60 }
const middleOf = (count) => ({ start: count >> 1, end: (count >> 1) + 60 })
const LARGEST_FIRST = { column: 'retainedSize', descending: true }

/**
 * What is asked of an open heap, each once, in this order. `prepare` is not timed; `ask` is, with what `prepare` found.
 * `kind` is `filter`, `sort`, `what-if` or `findings`.
 */
export const QUESTIONS = [
  filter('name', 'name:/tok.*/'),
  filter('value', 'value:/tok.*/'),
  filter('edge', 'edge:tok'),
  {
    ...filter('path', ''),
    name: 'filter all objects: `classpath:` of the largest class below a class in the dominator tree',
    prepare: largestPath,
    ask: (session, text, host) =>
      matching(session, { ...FIRST_ROWS, sort: LARGEST_FIRST, filter: text }, host),
  },
  sort('retainedSize', 'retained size', true),
  sort('shallowSize', 'shallow size', true),
  sort('name', 'name', false),
  sort('distance', 'distance', false),
  {
    id: 'cut',
    kind: 'what-if',
    name: 'cut the reference to the largest `Map`, and see what is freed',
    prepare: cutToLargestMap,
    ask: async (session, { cut, terms }, host) => {
      const { freed } = await session.ask('whatIf', [terms, { cuts: [cut], ignored: [] }], host)
      return freed.count
    },
  },
  {
    id: 'without',
    kind: 'what-if',
    name: 'take away all objects of class `Map`, and see what is freed',
    prepare: () => [{ op: '+', query: 'class:=Map' }],
    ask: async (session, terms, host) => (await session.ask('freedWith', [terms], host)).freed.count,
  },
  {
    id: 'findings',
    kind: 'findings',
    name: 'try all rules for findings, with all that they stand on',
    prepare: () => null,
    ask: allFindings,
  },
]

/** @returns how many rows pass */
function filter(field, text) {
  return {
    id: `filter ${field}`,
    kind: 'filter',
    name: `filter all objects: \`${text}\``,
    prepare: allObjects,
    ask: (session, _, host) => matching(session, { ...FIRST_ROWS, sort: LARGEST_FIRST, filter: text }, host),
  }
}

/** @returns how many rows are in order */
function sort(column, words, descending) {
  return {
    id: `sort ${column}`,
    kind: 'sort',
    name: `sort all objects by ${words}`,
    prepare: allObjects,
    ask: (session, count, host) =>
      matching(session, { ...middleOf(count), sort: { column, descending } }, host),
  }
}

/** What the page's table of all objects asks. */
async function matching(session, request, host) {
  return (await session.ask('matching', [request, null], host)).total
}

function allObjects(session, host) {
  return matching(session, { start: 0, end: 1 }, host)
}

/** @returns how many there are */
async function allFindings(session, _, host) {
  let count = 0
  for (const { name } of await session.ask('findingRules', [], host)) {
    count += (await session.ask('findingsOf', [name], host)).length
    // The page asks for each by a message of its own, between which its worker hears others.
    await host.pause()
  }
  return count
}

/** Of the second level of the dominator tree by class, the cell that retains most. */
async function largestPath(session, host) {
  await allObjects(session, host)
  const limits = { minSize: 0, minShare: 0, maxCells: 500, maxDepth: 2 }
  const { cells } = await session.ask('treeCells', [{ by: 'class', id: null, path: [] }, limits], host)
  const [largest] = cells.filter(({ depth }) => depth === 2).toSorted((a, b) => b.size - a.size)
  const path = [cells[largest.parent], largest].map(({ subject }) => subject.group.key)
  return `classpath:${JSON.stringify(path.join(' > '))}`
}

/** The reference to that map which retains most of those that one reference keeps alive. */
async function cutToLargestMap(session, host) {
  const request = { start: 0, end: 20, sort: LARGEST_FIRST, filter: 'class:=Map' }
  for (const { id } of (await session.objects(request, host)).rows) {
    const terms = [{ op: '+', query: `id:@${id}` }]
    const { boxes } = await session.ask('mergedPaths', [terms, { cuts: [], ignored: [] }, []], host)
    const cut = boxes.at(-1)?.edge?.cut
    if (cut) return { cut, terms }
  }
  throw new Error('No map of this heap hangs on a reference.')
}

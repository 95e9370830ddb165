import { parseArgs } from 'node:util'
import { PAIRS, SNAPSHOTS } from './snapshots/snapshots.mjs'
import { TOOLS } from './tools.mjs'

/** What a run without options measures: seconds to make, a few minutes to compare. */
const DEFAULT_FILES = ['ast-25', 'ast-150']
/** Long lists are what is explored. */
const EXPLORED_FILES = ['ast-150', 'ast-1000']
/** Of small files memory says little. */
const WEIGHED_FILES = ['ast-150', 'ast-1000', 'ast-4300']

/**
 * @param args as given on the command line
 * @returns the snapshots (with `diff` the pairs of them) and tools to measure in their fixed order, and the other options
 * @throws Error that names what is not known
 */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    allowNegative: true,
    options: {
      files: { type: 'string' },
      all: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      tools: { type: 'string' },
      page: { type: 'boolean', default: true },
      explorer: { type: 'boolean', default: false },
      diff: { type: 'boolean', default: false },
      memory: { type: 'boolean', default: false },
      server: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  })
  if (values.server && values.files) {
    throw new Error('--files does not go with --server, which opens no snapshots.')
  }
  const known = values.server ? [] : values.diff ? PAIRS : SNAPSHOTS
  const usual = values.diff || values.server ? undefined : usualFiles(values)
  const files = values.all ? undefined : (values.files?.split(',') ?? usual)
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds takes a whole number from 1 on, not ${values.rounds}.`)
  }
  return {
    snapshots: choose('--files', known, files),
    tools: choose('--tools', TOOLS, values.tools?.split(',')),
    rounds,
    page: values.page,
    explorer: values.explorer,
    diff: values.diff,
    memory: values.memory,
    server: values.server,
    write: values.write,
  }
}

function usualFiles({ explorer, memory }) {
  if (memory) {
    return WEIGHED_FILES
  }
  return explorer ? EXPLORED_FILES : DEFAULT_FILES
}

function choose(option, known, ids) {
  const ofIds = new Set(known.map(({ id }) => id))
  const unknown = ids?.find((id) => !ofIds.has(id))
  if (unknown !== undefined) {
    throw new Error(`${option} knows ${[...ofIds].join(', ')}, but not ${unknown}.`)
  }
  return ids ? known.filter(({ id }) => ids.includes(id)) : known
}

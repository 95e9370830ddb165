/**
 * `npm run bench -- [--files ast-25,ast-150 | --all] [--rounds 3] [--tools heapscope,devtools] [--no-page] [--write]`
 * `npm run bench -- --explorer [--files …] [--rounds 3] [--no-page] [--write]`
 * `npm run bench -- --diff [--files pair-150,pair-1000] [--rounds 3] [--no-page] [--write]`
 * `npm run bench -- --memory [--files …] [--write]`
 * `npm run bench -- --server [--rounds 3] [--write]`
 * `npm run bench -- python [--sizes 500000,5000000] [--rounds 3] [--tools heapscope,guppy3]`
 *
 * Opens real snapshots with Heapscope and with other tools, one process at a time, and prints how long each took and
 * how much memory it needed; with `--explorer`, how long questions about an open heap take, and how smoothly its largest table
 * scrolls; with `--diff`, how long two open heaps take to be compared; with `--memory`, what is alive in memory step by
 * step; with `--server`, how a server of shares does under many clients at once; with `python`, how long captures of Python heaps take. Ends with 1 when Heapscope misses one of its targets.
 */
import { cpus, loadavg, totalmem } from 'node:os'
import { buildHeapscope, installPeers } from './install.mjs'

if (process.argv[2] === 'python') {
  const { benchPython } = await import('./python/main.mjs')
  process.exit(await benchPython(process.argv.slice(3)))
}
installPeers()
await buildHeapscope()
// These need what was just installed.
const { parseOptions } = await import('./options.mjs')
const { compareTools, probe } = await import('./compare.mjs')
const { canConvert, measureContainer } = await import('./container.mjs')
const { devtoolsBundle } = await import('./devtools/bundle.mjs')
const { measureParsing } = await import('./parsing/compare.mjs')
const { documentParts, notRunnableLine, targetTable, writeDocument } = await import('./report/document.mjs')
const { fileSection } = await import('./report/file-section.mjs')
const { performancePlot } = await import('./report/plot.mjs')
const { scalingTable } = await import('./report/scaling.mjs')
const { stepsTable } = await import('./report/steps.mjs')
const { checkTargets, missedLines } = await import('./report/targets.mjs')
const { describe } = await import('./snapshots/describe.mjs')
const { makePair, makeSnapshot } = await import('./snapshots/make.mjs')

const options = parseOptions(process.argv.slice(2))
if (options.explorer) {
  const { runExplorer } = await import('./explorer/run.mjs')
  await runPart('exploring', runExplorer)
}
if (options.diff) {
  const { runDiff } = await import('./diff/run.mjs')
  await runPart('comparing', runDiff)
}
if (options.memory) {
  const { runMemory } = await import('./memory/run.mjs')
  await runPart('memory', (_, made) => runMemory(made, options.rounds, note), false)
}
if (options.server) {
  const { runServer } = await import('./server/run.mjs')
  await runPart('serving', runServer)
}
await devtoolsBundle()
const reasons = await probe(options.tools)
const tools = options.tools.filter(({ id }) => !reasons.has(id))
const notRunnable = options.tools
  .filter(({ id }) => reasons.has(id))
  .map(({ id, name }) => ({ name, reason: reasons.get(id) }))
const measuresOwn = tools.some(({ id }) => id === 'heapscope')
const converts = measuresOwn && (await canConvert())

const files = await makeAll()

const results = []
for (const [i, snapshot] of options.snapshots.entries()) {
  const result = await measure(snapshot, files[i])
  results.push(result)
  print(fileSection(result))
}

const machine = machineWords()
const checked = checkTargets(results)
print(...notRunnable.map(notRunnableLine))
if (measuresOwn) {
  print(scalingTable(results), stepsTable(results))
}
print(
  machine,
  converts ? '' : 'The container is not built: there is no command convert.',
  targetTable(checked),
)
if (options.write) {
  const plot = performancePlot(results)
  writeDocument(documentParts(results, { machine, notRunnable, checked, plot }), plot)
}
end(missedLines(checked))

/**
 * Another part, with tables of its own, which go into the document under its name.
 * @param isTimed whether other work beside it makes a difference
 */
async function runPart(name, run, isTimed = true) {
  const { loadWords } = await import('./explorer/report.mjs')
  const made = await makeAll()
  const before = loadavg()[0]
  const { sections, missed } = await run(options.snapshots, made, options, note)
  const load = isTimed ? [loadWords(before, loadavg()[0], cpus().length)] : []
  const parts = [[machineWords(), ...load].join(' '), ...sections]
  print(...parts)
  if (options.write) {
    writeDocument({ [name]: parts.join('\n\n') })
  }
  end(missed)
}

/** Before anything is measured: a machine without the room for one says so at once. */
async function makeAll() {
  const made = []
  for (const snapshot of options.snapshots) {
    note(`making ${snapshot.id}, unless it is there`)
    made.push(await (options.diff ? makePair(snapshot) : makeSnapshot(snapshot)))
  }
  return made
}

function machineWords() {
  return (
    `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0].model}), ` +
    `${(totalmem() / 1e9).toFixed(0)} GB of memory, ${process.platform}; median of ${options.rounds}.`
  )
}

function end(missed) {
  print(...missed.map((line) => `Missed: ${line}`))
  process.exit(missed.length > 0 ? 1 : 0)
}

async function measure({ id, name }, file) {
  const facts = describe(file)
  const { rounds } = options
  return {
    id,
    name,
    ...facts,
    runs: await compareTools(tools, file, facts.bytes, rounds, note),
    pages: options.page ? await comparePages(file, facts.bytes) : undefined,
    parsing: measuresOwn ? await measureParsing(file, facts.bytes, rounds, note) : undefined,
    container: converts ? await measureContainer(file, rounds, options.page, note) : undefined,
  }
}

async function comparePages(file, bytes) {
  const pages = await import('./page/compare.mjs')
  return pages.comparePages(file, bytes, options.rounds, note)
}

function print(...parts) {
  for (const part of parts.filter(Boolean)) {
    process.stdout.write(`${part}\n\n`)
  }
}

function note(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * `node diff-oracle.mjs`: writes what Chrome DevTools' own worker says when it compares captures of one process, class by
 * class, to `fixtures/oracle/diff.json`.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadInDevTools } from './devtools/load.mjs'

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url))
const SERIES = ['node-12.22.12', 'node-24.9.0', 'node-26.10.0', 'deno-2.9.6', 'chrome-156']
const FOLDERS = { baseline: 'pairs', target: 'captures', final: 'pairs' }
const STEPS = [
  ['baseline', 'target'],
  ['target', 'final'],
]

const pairs = {}
for (const series of SERIES) {
  for (const [base, target] of STEPS) {
    pairs[`${series}: ${base} to ${target}`] = await compare(path(series, base), path(series, target))
  }
}
const text = JSON.stringify({ devtools: 'chrome-devtools-frontend 1.0.1705227', pairs }, oneLine, 1)
writeFileSync(`${FIXTURES}/oracle/diff.json`, `${text.replaceAll(/"\[(.*?)\]"/g, '[$1]')}\n`)
process.exit()

/** By class key: objects added and removed, and their bytes. As DevTools' comparison asks its worker. */
async function compare(baseFile, targetFile) {
  const { snapshot: base } = await loadInDevTools(baseFile)
  const { snapshot: target } = await loadInDevTools(targetFile)
  const diff = target.calculateSnapshotDiff(0, base.aggregatesForDiff(target.interfaceDefinitions()))
  const entries = Object.entries(diff).map(([key, { addedCount, removedCount, addedSize, removedSize }]) => [
    key,
    [addedCount, removedCount, addedSize, removedSize],
  ])
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Numbers stand on one line: `[1,0,16,0]`. */
function oneLine(_, value) {
  return Array.isArray(value) ? JSON.stringify(value) : value
}

function path(series, moment) {
  return `${FIXTURES}/${FOLDERS[moment]}/${series}-${moment}.heapsnapshot.gz`
}

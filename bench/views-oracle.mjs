/**
 * `node views-oracle.mjs`: writes what Chrome DevTools' own worker says in its statistics, its filters and of its native
 * contexts, for each capture in `fixtures/captures`, to `fixtures/oracle/views.json`.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadInDevTools } from './devtools/load.mjs'

const CAPTURES = fileURLToPath(new URL('../fixtures/captures', import.meta.url))
const OUT = fileURLToPath(new URL('../fixtures/oracle/views.json', import.meta.url))

const FILTERS = {
  context: 'objectsRetainedByContexts',
  detached: 'objectsRetainedByDetachedDomNodes',
  console: 'objectsRetainedByConsole',
  handler: 'objectsRetainedByEventHandlers',
}

const views = {}
for (const file of readdirSync(CAPTURES).filter((name) => /\.heap(snapshot|timeline)\.gz$/.test(name))) {
  const { snapshot } = await loadInDevTools(`${CAPTURES}/${file}`)
  views[file] = { statistics: snapshot.getStatistics(), kept: keptOf(snapshot), realms: realmsOf(snapshot) }
}
writeFileSync(
  OUT,
  `${JSON.stringify({ devtools: 'chrome-devtools-frontend 1.0.1705227', views }, null, 2)}\n`,
)
process.exit()

/** Objects and bytes that each filter leaves in the summary. */
function keptOf(snapshot) {
  const entries = Object.entries(FILTERS).map(([keeper, filterName]) => {
    const rows = Object.values(snapshot.aggregatesWithFilter({ filterName }))
    return [keeper, { count: sum(rows, 'count'), shallowSize: sum(rows, 'self') }]
  })
  return Object.fromEntries(entries)
}

function realmsOf(snapshot) {
  const { nativeContexts, sharedSize, noAttributionSize } = snapshot.getNativeContextSizes()
  const contexts = nativeContexts.map(({ nodeId, attributedSize }) => ({ id: nodeId, size: attributedSize }))
  return { contexts, shared: sharedSize, none: noAttributionSize }
}

function sum(rows, key) {
  return rows.reduce((total, row) => total + row[key], 0)
}

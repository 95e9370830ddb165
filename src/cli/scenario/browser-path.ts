import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserType } from 'playwright-core'
import { CaptureError } from '#capture/capture-error.ts'
import { UsageError } from '../input.ts'
import type { Io } from '../io.ts'

type Environment = Io['environment']

const COMMANDS = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const WINDOWS_FOLDERS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']

/**
 * Playwright as it is installed for the scenario, or else beside us.
 * @param folders in which it is looked for, upwards; ours comes last
 * @throws CaptureError where there is none
 */
export async function playwrightChromium(folders: readonly string[]): Promise<BrowserType> {
  for (const folder of folders) {
    const path = resolvedIn(folder)
    if (path === null) continue
    const module = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Playwright
    return (module.chromium ?? module.default?.chromium)!
  }
  throw new CaptureError(
    'A scenario of a page needs playwright-core, which is not installed: npm install --save-dev playwright-core.',
  )
}

interface Playwright {
  readonly chromium?: BrowserType
  readonly default?: { readonly chromium: BrowserType }
}

function resolvedIn(folder: string): string | null {
  try {
    return createRequire(join(folder, 'any.js')).resolve('playwright-core')
  } catch {
    return null
  }
}

/**
 * The browser that is asked for, one that is installed, or Playwright's own.
 * @throws UsageError where the one that is asked for is not there; CaptureError where there is none
 */
export function browserPath(
  asked: string | undefined,
  environment: Environment,
  chromium: BrowserType,
): string {
  const named = asked ?? environment['HEAPSCOPE_BROWSER']
  if (named) {
    if (existsSync(named)) return named
    const by = asked === undefined ? 'HEAPSCOPE_BROWSER' : '--browser'
    throw new UsageError(`${by} names ${named}, and there is no such file.`)
  }
  const found = [...usual(environment), chromium.executablePath()].find((path) => existsSync(path))
  if (found !== undefined) return found
  throw new CaptureError(
    'No Chrome or Chromium was found; name one with --browser or in HEAPSCOPE_BROWSER, or npx playwright-core install chromium.',
  )
}

function usual(environment: Environment): string[] {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean)
  return [
    ...COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))),
    ...MAC,
    ...WINDOWS_FOLDERS.flatMap((name) =>
      environment[name] ? [join(environment[name], 'Google/Chrome/Application/chrome.exe')] : [],
    ),
  ]
}

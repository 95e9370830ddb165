import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { browserPath, playwrightChromium } from './browser-path.ts'

test('says how Playwright is installed where it is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'without-'))
  try {
    await expect(playwrightChromium([folder])).rejects.toThrow(
      'A scenario of a page needs playwright-core, which is not installed: npm install --save-dev playwright-core.',
    )
    expect((await playwrightChromium([folder, import.meta.dirname])).name()).toBe('chromium')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('takes the browser that is asked for before the one the environment names', () => {
  const program = process.execPath
  expect(browserPath(program, { HEAPSCOPE_BROWSER: '/no/browser' }, chromium)).toBe(program)
  expect(browserPath(undefined, { HEAPSCOPE_BROWSER: program }, chromium)).toBe(program)
  expect(() => browserPath(undefined, { HEAPSCOPE_BROWSER: '/no/browser' }, chromium)).toThrow(
    'HEAPSCOPE_BROWSER names /no/browser, and there is no such file.',
  )
})

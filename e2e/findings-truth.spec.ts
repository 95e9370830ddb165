import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { missedTruth } from '../src/engine/testing/check-finding.ts'
import { findingPrograms } from '../src/engine/testing/finding-programs.ts'
import { heapOfPage } from './heap-of-page.ts'

// Recording puts a script into the page, which the heap has then.
test.use({ trace: 'off' })

for (const program of findingPrograms('page')) {
  test(`${program.name} is found at its owner with what the cure frees, and not in the cured page`, async ({
    browser,
  }) => {
    const address = (name: string) => pathToFileURL(join(program.folder, `${name}.html`)).href
    const fault = await heapOfPage(browser, address('fault'))
    const cured = await heapOfPage(browser, address('cured'))
    expect(await missedTruth(program, fault, cured)).toEqual([])
  })
}

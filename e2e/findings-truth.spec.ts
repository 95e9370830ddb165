import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { alarms } from '../src/engine/testing/alarms.ts'
import { missedTruth } from '../src/engine/testing/check-finding.ts'
import { findingPrograms } from '../src/engine/testing/finding-programs.ts'
import { bundledPage } from './bundled-page.ts'
import { heapOfPage } from './heap-of-page.ts'

// Recording puts a script into the page, which the heap has then.
test.use({ trace: 'off' })

for (const program of findingPrograms('page')) {
  test(`${program.name} is found at its owner with what the cure frees, and not in the cured page`, async ({
    browser,
  }, info) => {
    const heapOf = async (name: string) => {
      const page = join(program.folder, `${name}.html`)
      const address = existsSync(page)
        ? pathToFileURL(page).href
        : await bundledPage(join(program.folder, `${name}.jsx`), info.outputPath(name))
      return heapOfPage(browser, address)
    }
    expect(await missedTruth(program, await heapOf('fault'), await heapOf('cured'))).toEqual([])
  })
}

test('no rule says more than a note of an empty page', async ({ browser }) => {
  expect(await alarms(await heapOfPage(browser, 'about:blank'))).toEqual([])
})

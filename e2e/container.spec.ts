import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import {
  NODE_CAPTURE,
  classRow,
  dropFiles,
  expect,
  filterBy,
  objectPanel,
  statusBar,
  test,
  untilReady,
} from './journey.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The capture as `heapscope convert` makes it a container. */
function container(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-container-'))
  try {
    const out = join(folder, 'out.heapscope')
    const capture = here(`../fixtures/captures/${NODE_CAPTURE}`)
    execFileSync(process.execPath, [here('../dist/cli/main.js'), 'convert', capture, '-o', out])
    return readFileSync(out)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('a dropped container opens as the capture it was made from', async ({ page }) => {
  await page.goto('./')
  await dropFiles(page, { name: 'app.heapscope', bytes: container() })
  await untilReady(page)
  await expect(statusBar(page)).toContainText('63,899 nodes')
  await page.getByRole('link', { name: 'Classes' }).click()
  await filterBy(page, 'Filter classes', 'Session')
  await expect(classRow(page, /Session/).first()).toContainText('410')
  await classRow(page, /Session/)
    .first()
    .click()
  await classRow(page, /Session.*@\d+/)
    .first()
    .click()
  const path = objectPanel(page).getByRole('list', { name: 'Path from the root to this object' })
  await expect(path).toContainText('cache')
})

test('a damaged container is refused with the section that is damaged', async ({ page }) => {
  const bytes = container()
  // In the overview, the first section after the header.
  bytes[40]! ^= 1
  await page.goto('./')
  await dropFiles(page, { name: 'app.heapscope', bytes })
  await expect(
    page.getByText(/Section “overview” of the container does not match its checksum/),
  ).toBeVisible()
})

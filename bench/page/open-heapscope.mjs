import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(fileURLToPath(new URL('../../package.json', import.meta.url)))

/** @returns the path of a Chrome or Chromium @throws Error where there is none */
export async function browserPath() {
  const { ensureBrowser } = await import('../../scripts/browser.mjs')
  const executablePath = await ensureBrowser()
  if (!executablePath) {
    throw new Error(
      'There is no Chrome or Chromium here: set HEAPSCOPE_BROWSER to one, or run with --no-page.',
    )
  }
  return executablePath
}

export function launchBrowser(executablePath) {
  const { chromium } = require('@playwright/test')
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
}

/** Drops a file, or several together, on the page, as a user does; an input of our own hands them over without copying. */
export async function dropOnHeapscope(page, files) {
  await page.evaluate(() => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.id = 'bench-file'
    input.addEventListener('change', () => {
      const dataTransfer = new DataTransfer()
      for (const file of input.files) dataTransfer.items.add(file)
      input.remove()
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    })
    document.body.append(input)
  })
  await page.locator('#bench-file').setInputFiles(files)
}

import { dropCapture, expect, test, untilReady } from './journey.ts'

test('two threads share the analysis, and the second ends when it is done', async ({ page }) => {
  const started: string[] = []
  page.on('worker', (worker) => started.push(worker.url()))
  await page.goto('./')
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  await dropCapture(page)
  await untilReady(page)
  expect(started.map((url) => /\/(\w+)\.worker/.exec(url)?.[1])).toEqual(['analysis', 'assistant'])
  await expect.poll(() => page.workers().length).toBe(1)
})

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

test('where the second thread never answers, the first does all of the work after a while', async ({
  page,
}) => {
  await page.route(/\/assistant\.worker/, (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      headers: { 'cross-origin-embedder-policy': 'require-corp' },
      body: 'setInterval(() => {}, 1000)',
    }),
  )
  await page.goto('./')
  await dropCapture(page)
  await expect.poll(() => page.workers().length).toBe(2)
  await untilReady(page)
  await expect.poll(() => page.workers().length).toBe(1)
})

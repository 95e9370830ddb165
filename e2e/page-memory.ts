import { expect, type Page, test } from '@playwright/test'

/**
 * The browser answers within half a second, on a busy machine too. But a thread that ends while it is asked for its
 * memory never says anything, and the browser waits a minute for it before it answers without it.
 */
const ANSWER_MS = 65_000
/** After an answer, memory may still be on its way back to the system. */
const FREEING_MS = 15_000

/** Megabytes that the page and its threads hold, by the browser's own account, after a garbage collection. */
export async function memoryOf(page: Page): Promise<number> {
  const bytes = await page.evaluate(async () => {
    const measuring = performance as Performance & {
      measureUserAgentSpecificMemory(): Promise<{ readonly bytes: number }>
    }
    return (await measuring.measureUserAgentSpecificMemory()).bytes
  })
  return bytes / 1e6
}

/** Waits until that is as it is expected to be, and gives the test the time for it. */
export function memorySoon(page: Page) {
  const timeout = ANSWER_MS + FREEING_MS
  test.setTimeout(test.info().timeout + timeout)
  return expect.poll(() => memoryOf(page), { message: 'megabytes of the page', timeout })
}

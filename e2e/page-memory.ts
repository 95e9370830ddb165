import { expect, type Page } from '@playwright/test'

/**
 * The browser answers within half a second, on a busy machine too; but now and then, right after threads have ended, it
 * did not in 15 s. Then it is asked again.
 */
const ANSWER_MS = 4_000

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

/** Waits until that is as it is expected to be. No answer is no number. */
export function memorySoon(page: Page) {
  const noAnswer = () => new Promise<number>((resolve) => setTimeout(resolve, ANSWER_MS, Number.NaN))
  return expect.poll(() => Promise.race([memoryOf(page), noAnswer()]), { message: 'megabytes of the page' })
}

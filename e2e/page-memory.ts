import { expect, type Page } from '@playwright/test'

/** The browser answers when it next collects garbage, which it may put off for 20 s on a busy machine; three answers. */
const PATIENCE_MS = 60_000

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

/** Waits until that is as it is expected to be. */
export function memorySoon(page: Page) {
  return expect.poll(() => memoryOf(page), { message: 'megabytes of the page', timeout: PATIENCE_MS })
}

import type { Page } from '@playwright/test'

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

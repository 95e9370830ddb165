import type { Browser, CDPSession } from '@playwright/test'
import { openHeap } from '../src/engine/testing/finding-programs.ts'
import type { Session } from '../src/engine/session.ts'

/**
 * Opens a page in a process of its own, and then the heap that is left of it. Nothing is asked of the page, for what it
 * answers would stay in its heap.
 */
export async function heapOfPage(browser: Browser, address: string): Promise<Session> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(address)
    return await openHeap(await snapshotOf(await context.newCDPSession(page)), 'page.heapsnapshot')
  } finally {
    await context.close()
  }
}

async function snapshotOf(devtools: CDPSession): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: string[] = []
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => pieces.push(chunk))
  await devtools.send('HeapProfiler.enable')
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  return new TextEncoder().encode(pieces.join(''))
}

import process from 'node:process'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { openedInspector } from './node-process.ts'

/** What does not answer is busy with a snapshot, perhaps a large one. */
const PATIENCE_MS = 10 * 60_000
const EACH_MS = 1000

// See inspector-guard.ts, which starts it.
if ((await text(process.stdin)) === '') {
  const [target, known] = process.argv.slice(2).map((word) => JSON.parse(word) as unknown)
  await close(target as number, known as string[] | null)
}

async function close(pid: number, before: readonly string[] | null): Promise<void> {
  for (
    const end = performance.now() + PATIENCE_MS;
    performance.now() < end && lives(pid);
    await wait(EACH_MS)
  ) {
    const open = await openedInspector(pid, before).catch(() => 'busy' as const)
    if (open === 'busy') continue
    return open?.inspected.leave(true)
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

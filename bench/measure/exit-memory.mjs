/** Preloaded into Node tools: leaves the process's own peak memory, in kilobytes, in the file that it is told. */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  process.on('exit', () => {
    writeFileSync(process.env.BENCH_MEMORY_FILE, String(process.resourceUsage().maxRSS))
  })
}

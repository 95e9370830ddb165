#!/usr/bin/env node
import { join } from 'node:path'
import process from 'node:process'
import { serve } from './serve.ts'

const served = await serve(join(import.meta.dirname, '../app'), process.argv.slice(2), {
  environment: process.env,
  isTerminal: process.stdout.isTTY,
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
})
if ('exitCode' in served) {
  process.exitCode = served.exitCode
} else {
  // Terminals, npm and the command line may each pass the same signal on, so only the first one counts.
  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    await served.stop()
    process.exit()
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}

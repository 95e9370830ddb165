#!/usr/bin/env node
import process from 'node:process'
import { isClosedPipe } from './io.ts'
import { run } from './run.ts'

// `head` and the like close our output early: that is the end of our work, not an error.
process.stdout.on('error', (error: Error) => {
  if (!isClosedPipe(error))
    process.stderr.write(`heapscope: The output could not be written: ${error.message}.\n`)
  process.exit(isClosedPipe(error) ? 0 : 1)
})

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
})

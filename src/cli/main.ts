#!/usr/bin/env node
import process from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { isClosedPipe } from './io.ts'
import { run } from './run.ts'

// A command is over soon after V8 has compiled its loops, on the cores that they need themselves. These leave out what takes
// long and does not make them faster: copying much of what they call into each (the usual limit is 920 bytes of bytecode),
// a copy of each loop for its first turn, and the search for objects that need not be made, of which loops have none.
const COMPILE_LESS = [
  '--max-inlined-bytecode-size-cumulative=150',
  '--no-turbo-loop-peeling',
  '--no-turbo-escape',
]
for (const flag of COMPILE_LESS) setFlagsFromString(flag)

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

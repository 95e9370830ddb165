#!/usr/bin/env node
import { join } from 'node:path'
import process from 'node:process'
import { serve } from './serve.ts'

const served = await serve(join(import.meta.dirname, '../app'), process.argv.slice(2), {
  environment: process.env,
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
})
if ('exitCode' in served) {
  process.exitCode = served.exitCode
}

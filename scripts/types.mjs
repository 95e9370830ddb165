import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { root, runPackage } from './run.mjs'

/** Each of these has settings of its own for each runtime: what a page may use, a worker may not. */
const FOLDERS = ['src', 'workers', 'e2e', 'bench']

const projects = ['.', ...FOLDERS.flatMap(projectsIn)]
const codes = []
for (const project of projects) {
  codes.push(await runPackage('typescript', ['--project', project]))
}
const failed = projects.filter((_, i) => codes[i] !== 0)
if (failed.length > 0) {
  process.stderr.write(`Types are wrong in ${failed.join(', ')}.\n`)
  process.exitCode = 1
}

/** The folders in and below `folder` that hold a tsconfig.json. */
function projectsIn(folder) {
  const path = join(root, folder)
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true })
    .map(String)
    .filter((name) => /(?:^|[/\\])tsconfig\.json$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name))
}

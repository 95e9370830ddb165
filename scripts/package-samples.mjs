import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { root, run } from './run.mjs'

const BUILT = join(root, 'dist/app/samples')
const LIST = join(BUILT, 'samples.json')

/**
 * Makes the built page's samples small enough for a package: containers, which are what the captures are and open at once.
 * @returns {Promise<void>} rejects where one cannot be made
 */
export async function shrinkSamples() {
  const list = JSON.parse(readFileSync(LIST, 'utf8'))
  const names = new Map()
  for (const file of new Set(list.flatMap(({ files }) => files))) {
    const name = file.replace(/\.heapsnapshot\.gz$/, '.heapscope')
    const args = ['dist/cli/main.js', 'convert', join(BUILT, file), '-o', join(BUILT, name)]
    const code = await run(process.execPath, args)
    if (code !== 0) throw new Error(`The sample ${file} could not be made a container (${code}).`)
    rmSync(join(BUILT, file))
    names.set(file, { name, size: statSync(join(BUILT, name)).size })
  }
  const shrunk = list.map((sample) => {
    const files = sample.files.map((file) => names.get(file))
    const size = files.reduce((sum, file) => sum + file.size, 0)
    return { ...sample, files: files.map(({ name }) => name), size }
  })
  writeFileSync(LIST, `${JSON.stringify(shrunk, null, 2)}\n`)
}

/** Puts the samples back as they are without a package: tests and addresses name the captures. */
export function restoreSamples() {
  rmSync(BUILT, { recursive: true, force: true })
  cpSync(join(root, 'public/samples'), BUILT, { recursive: true })
}

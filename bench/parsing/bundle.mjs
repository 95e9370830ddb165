import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const ENGINE = here('../../src/engine')
const BUNDLE = here('../.work/engine/reader.mjs')

/** Bundles the engine's reader from its sources, as the build does, and returns the bundle's path. */
export async function readerBundle() {
  const { build } = await import('esbuild')
  await build({
    stdin: {
      contents: `
        export { readCapture } from '${ENGINE}/format/open.ts'
        export { Task } from '${ENGINE}/base/task.ts'`,
      resolveDir: ENGINE,
    },
    outfile: BUNDLE,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    logLevel: 'warning',
  })
  return BUNDLE
}

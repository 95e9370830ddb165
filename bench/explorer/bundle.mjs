import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const ENGINE = here('../../src/engine')
const BUNDLE = here('../.work/engine/session.mjs')

/** Bundles the engine's session from its sources, as the build does, and returns the bundle's path. */
export async function sessionBundle() {
  const { build } = await import('esbuild')
  await build({
    entryPoints: [`${ENGINE}/session.ts`],
    outfile: BUNDLE,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    logLevel: 'warning',
  })
  return BUNDLE
}

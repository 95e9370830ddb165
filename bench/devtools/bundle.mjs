import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const NODE_BUNDLE = here('../.work/devtools/worker.mjs')
const FRONT_END = here('../node_modules/chrome-devtools-frontend/front_end')

/**
 * Modules that the worker imports only for names around them: the models' index pulls in the page's side, the
 * translations all of DevTools' settings, the text tools its editor, the runtime all of Node's. What the worker runs of
 * them is kept as it is, but for the one function that turns a progress message into JSON.
 */
const STAND_INS = {
  '/heap_snapshot/heap_snapshot.js': `export * as HeapSnapshotModel from '${FRONT_END}/models/heap_snapshot/HeapSnapshotModel.ts'`,
  '/text_utils/text_utils.js': `export * as TextUtils from '${FRONT_END}/core/text_utils/TextUtils.ts'`,
  '/node/node.js': 'export const HostRuntime = {}',
  '/ContentData.js': 'export class ContentData {}',
  '/i18n/i18n.js': `export const i18n = { serializeUIString: (text, values = {}) => JSON.stringify({ string: text, values }) }`,
}

const standIns = {
  name: 'stand-ins',
  setup(builder) {
    builder.onResolve({ filter: /\/(heap_snapshot|text_utils|node|ContentData|i18n)\.js$/ }, ({ path }) => {
      const key = Object.keys(STAND_INS).find((name) => path.endsWith(name))
      return key ? { path: key, namespace: 'stand-in' } : undefined
    })
    builder.onLoad({ filter: /.*/, namespace: 'stand-in' }, ({ path }) => ({
      contents: STAND_INS[path],
      resolveDir: FRONT_END,
      loader: 'ts',
    }))
  },
}

/** Bundles DevTools' worker for Node, unless that was done, and returns the bundle's path. */
export async function devtoolsBundle() {
  await bundleOnce({ entry: here('entry.mjs'), out: NODE_BUNDLE, platform: 'node' })
  return NODE_BUNDLE
}

/** Bundles DevTools' worker, with its own entry point, for a browser into `folder`, unless that was done. */
export async function devtoolsBrowserBundle(folder) {
  const entry = `${FRONT_END}/entrypoints/heap_snapshot_worker/heap_snapshot_worker-entrypoint.ts`
  await bundleOnce({ entry, out: `${folder}/worker.js`, platform: 'browser' })
}

async function bundleOnce({ entry, out, platform }) {
  if (existsSync(out)) {
    return
  }
  const { build } = await import('esbuild')
  await build({
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    format: 'esm',
    platform,
    target: 'esnext',
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: true, target: 'esnext' } },
    plugins: [standIns],
    logLevel: 'warning',
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${await devtoolsBundle()}\n`)
}

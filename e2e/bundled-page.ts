import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

/**
 * Bundles a program as for production, but with the names that its author gave, and writes it with a page around it into a
 * folder. @returns the page's address
 */
export async function bundledPage(source: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    root: join(source, '..'),
    logLevel: 'error',
    build: {
      outDir: folder,
      minify: false,
      copyPublicDir: false,
      rolldownOptions: { input: source, output: { format: 'iife', entryFileNames: 'app.js' } },
    },
  })
  const page = join(folder, 'index.html')
  writeFileSync(page, '<!doctype html><div id="app"></div><script src="app.js"></script>')
  return pathToFileURL(page).href
}

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the page. Every address in it is relative, so that it can be served from any folder of any host. */
export default defineConfig({
  base: './',
  plugins: [react()],
  worker: {
    format: 'es',
    // One file each: what the command line loads late would be asked for here when the network may be gone.
    rolldownOptions: { output: { codeSplitting: false } },
  },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // Nothing becomes a data: address: the page's security policy allows files only.
    assetsInlineLimit: 0,
    // What others wrote and is in these files, with the terms that it came under.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      output: {
        // Libraries change rarely: browsers keep them when the program is updated.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            // What reads source maps is fetched when there is one.
            { name: 'libraries', test: /node_modules[\\/](?!@jridgewell)/ },
          ],
        },
      },
    },
  },
})

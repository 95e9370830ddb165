import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { defineConfig } from '@playwright/test'

// Worker processes read this file too and must come to the same port.
const port = (process.env['HEAPSCOPE_E2E_PORT'] ??= String(20_000 + (process.pid % 20_000)))
/** Where the server keeps shares meanwhile. */
const data = (process.env['HEAPSCOPE_E2E_DATA'] ??= mkdtempSync(join(tmpdir(), 'heapscope-e2e-')))
const address = `http://127.0.0.1:${port}/`

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const browser = process.env['HEAPSCOPE_BROWSER'] ?? BROWSERS.find((path) => existsSync(path))

/** Journeys through the built page (`npm run build` first), served by the program's own server with its headers. */
export default defineConfig({
  testDir: 'e2e',
  forbidOnly: Boolean(process.env['CI']),
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    // Pictures at every step take a sixth of the run; the page at every step is in the trace without them.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      ...(browser ? { executablePath: browser } : {}),
      args: [
        // Chromium's sandbox does not start under root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // A page that asks how much memory it holds is told at once, not at the next garbage collection.
        '--enable-blink-features=ForceEagerMeasureMemory',
      ],
    },
  },
  webServer: {
    command: `node dist/server/main.js --port ${port} --no-open`,
    env: { HEAPSCOPE_DATA: data },
    url: address,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
})

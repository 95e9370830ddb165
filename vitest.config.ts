import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'workers/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'e2e/**'],
    testTimeout: 60_000,
    // Captures are opened there.
    hookTimeout: 60_000,
    // Each file is a process of its own that computes all the time: as many as there are cores.
    maxWorkers: '100%',
  },
})

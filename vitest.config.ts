import { defineConfig } from 'vitest/config'

const ENGINE = 'src/engine/**/*.test.ts'

export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', 'dist/**', 'e2e/**'],
    testTimeout: 60_000,
    // Captures are opened there.
    hookTimeout: 60_000,
    // Each process computes all the time: as many as there are cores.
    maxWorkers: '100%',
    projects: [
      // The engine keeps nothing but what its callers hold, so its files share processes: its modules are loaded and
      // made fast once, not by each of hundreds of files.
      { extends: true, test: { name: 'engine', include: [ENGINE], isolate: false } },
      // Each file of the rest has a process of its own.
      {
        extends: true,
        test: {
          name: 'rest',
          include: [
            'src/**/*.test.{ts,tsx}',
            'workers/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          exclude: [ENGINE],
        },
      },
    ],
  },
})

/** One way to get a heap snapshot out of a running program. */
export interface Way {
  readonly does: string
  /** What to type, run or paste; null where it is done with the mouse. */
  readonly command: string | null
  /** A file that the page has, to be saved. */
  readonly file?: string
}

export interface Runtime {
  readonly name: string
  readonly ways: readonly Way[]
}

export const RUNTIMES: readonly Runtime[] = [
  {
    name: 'Chrome',
    ways: [
      {
        does: 'Open the developer tools (F12) on the page, choose Memory, Heap snapshot, Take snapshot, then save it from its entry in the list. Edge, Brave and Opera have the same.',
        command: null,
      },
      {
        does: 'For a page on a phone or in another process, open this address and choose inspect.',
        command: 'chrome://inspect',
      },
      {
        does: 'Or with Heapscope’s command line: start Chrome so that it listens, and capture a page by a part of its address.',
        command:
          'chrome --remote-debugging-port=9222 --user-data-dir=/tmp/chrome\nheapscope capture chrome --page localhost:3000 -o page.heapsnapshot',
      },
    ],
  },
  {
    name: 'Node',
    ways: [
      {
        does: 'Take one of a process that runs already, with Heapscope’s command line; it opens the inspector and closes it again (not on Windows).',
        command: 'heapscope capture node <pid> -o app.heapsnapshot',
      },
      {
        does: 'Or pick the process on this page, served so that it may capture.',
        command: 'heapscope serve --allow-capture',
      },
      {
        does: 'Or start the program so that a signal makes it write a snapshot into its working directory (not on Windows).',
        command: 'node --heapsnapshot-signal=SIGUSR2 app.js',
      },
      { does: 'Then send the signal whenever you want one.', command: 'kill -USR2 <pid>' },
      {
        does: 'Or let it write up to three when it is about to run out of memory.',
        command: 'node --heapsnapshot-near-heap-limit=3 app.js',
      },
      {
        does: 'Or write one from inside the program.',
        command: "require('node:v8').writeHeapSnapshot('app.heapsnapshot')",
      },
    ],
  },
  {
    name: 'Python',
    ways: [
      {
        does: 'Put this file beside the program. It needs CPython 3.8 or newer and nothing else.',
        command: null,
        file: 'heapscope.py',
      },
      {
        does: 'Start the program so that a signal makes it write a capture, and one when it gets too big.',
        command: 'python -m heapscope run --signal USR2 --rss-above 2G app.py',
      },
      { does: 'Or take one of a process that runs already.', command: 'python -m heapscope attach <pid>' },
      {
        does: 'The same with Heapscope’s command line, which tells at once what is in it.',
        command: 'heapscope capture python <pid> -o app.heapsnapshot.gz',
      },
      {
        does: 'Or write one from inside the program.',
        command: "import heapscope\nheapscope.dump('app.heapsnapshot.gz')",
      },
      {
        does: 'To see which lines allocated what lives, start it with tracemalloc.',
        command: 'python -X tracemalloc=10 -m heapscope run --signal USR2 app.py',
      },
    ],
  },
  {
    name: 'Deno',
    ways: [
      {
        does: 'Write one from inside the program (a recent Deno 2, run with --allow-write).',
        command: "import v8 from 'node:v8'\nv8.writeHeapSnapshot('app.heapsnapshot')",
      },
      {
        does: 'Or start it with the inspector, open chrome://inspect in Chrome, and take one in its Memory panel.',
        command: 'deno run --inspect app.ts',
      },
    ],
  },
  {
    name: 'Bun',
    ways: [
      {
        does: 'Write one from inside the program, in V8’s format.',
        command: "await Bun.write('app.heapsnapshot', Bun.generateHeapSnapshot('v8'))",
      },
    ],
  },
  {
    name: 'Electron',
    ways: [
      {
        does: 'Start the app so that it listens, and capture a window with Heapscope’s command line.',
        command:
          'electron . --remote-debugging-port=9222\nheapscope capture electron --page index.html -o window.heapsnapshot',
      },
      {
        does: 'Or in the main process, take one of a window’s page.',
        command: "await win.webContents.takeHeapSnapshot('/tmp/page.heapsnapshot')",
      },
      {
        does: 'Or of the main process itself.',
        command: "process.takeHeapSnapshot('/tmp/main.heapsnapshot')",
      },
    ],
  },
]

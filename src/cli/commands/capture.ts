import type { Command } from 'commander'
import type { InspectedOptions, Kind } from '../capture/inspected-capture.ts'
import type { PythonOptions } from '../capture/python-capture.ts'
import type { Io } from '../io.ts'
import { parseCount, parseTime } from '../parse.ts'

/** `capture`: takes a capture of a process that runs. */
export function addCapture(program: Command, io: Io): void {
  const capture = program
    .command('capture')
    .description('take a capture of a process that runs, and say what is in it')
    .helpCommand(false)
    .addHelpText(
      'after',
      `
Examples:
  $ heapscope capture node 4711
  $ heapscope capture node localhost:9229 -o app.heapsnapshot
  $ heapscope capture chrome --page shop.example -o shop.heapsnapshot
  $ heapscope capture python 4711 -o app.heapsnapshot.gz`,
    )
  const inspected = (kind: Kind, command: Command): void => {
    withInspectedOptions(command).action(async (where: string | undefined, options: InspectedOptions) => {
      const { captureInspected } = await import('../capture/inspected-capture.ts')
      await captureInspected(kind, where, options, io)
    })
  }
  inspected('node', nodeCommand(capture))
  inspected('chrome', chromeCommand(capture))
  inspected('electron', electronCommand(capture))
  pythonCommand(capture).action(async (pid: number, options: PythonOptions) => {
    const { captureOfPython } = await import('../capture/python-capture.ts')
    await captureOfPython(pid, options, io)
  })
}

function nodeCommand(capture: Command): Command {
  return capture
    .command('node')
    .description('of a Node process, by its number or where its inspector listens')
    .argument('<where>', 'the number of a process, or HOST:PORT of its inspector')
    .addHelpText(
      'after',
      `
Of a process whose inspector is closed it is opened by SIGUSR1, and closed again afterwards.

Examples:
  $ heapscope capture node 4711
  $ heapscope capture node 4711 --series 5 --every 60s -o app.heapsnapshot
  $ heapscope capture node localhost:9229 --allocations 30s -o app.heaptimeline
  $ heapscope capture node 4711 --sampling 30s -o app.heapprofile`,
    )
}

function chromeCommand(capture: Command): Command {
  return withPage(capture.command('chrome'))
    .description('of a page in Chrome, or what is built on Chromium')
    .argument('[where]', 'HOST:PORT of its inspector (127.0.0.1:9222)')
    .addHelpText(
      'after',
      `
Chrome listens when it is started with --remote-debugging-port=9222 and a --user-data-dir of its own.

Examples:
  $ heapscope capture chrome
  $ heapscope capture chrome --page 'localhost:3000/orders*' -o orders.heapsnapshot
  $ heapscope capture chrome --allocations 10s -o orders.heaptimeline 127.0.0.1:9333`,
    )
}

function electronCommand(capture: Command): Command {
  return withPage(capture.command('electron'))
    .description('of an Electron app: its main process, or a window')
    .argument('[where]', 'HOST:PORT of an inspector (127.0.0.1:9222)')
    .addHelpText(
      'after',
      `
Start the app with --remote-debugging-port=9222 for its windows, or with --inspect=9229 for its main process.

Examples:
  $ heapscope capture electron --page index.html -o window.heapsnapshot
  $ heapscope capture electron localhost:9229 -o main.heapsnapshot`,
    )
}

function pythonCommand(capture: Command): Command {
  return withOutput(
    capture
      .command('python')
      .description('of a CPython process on this machine (Linux), by the capture agent')
      .argument('<pid>', 'the number of the process', parseCount),
    'app.heapsnapshot.gz',
  )
    .option('--traces', 'with allocation stacks, where tracemalloc runs in the program')
    .option('--redact', 'leave out the values of strings and numbers')
    .option('--python <program>', 'the Python that attaches (that of the process, or python3)')
    .addHelpText(
      'after',
      `
The program stands still for milliseconds; a fork of it writes the capture. docs/python.md says what rights that takes.

Examples:
  $ heapscope capture python 4711
  $ heapscope capture python 4711 --series 3 --every 10m -o app.heapsnapshot.gz`,
    )
}

function withInspectedOptions(command: Command): Command {
  return withOutput(command, 'app.heapsnapshot')
    .option('--gc', 'collect garbage first')
    .option('--allocations <time>', 'record a timeline with stacks for so long, as in 30s', parseTime)
    .option('--sampling <time>', 'record a sampling profile for so long', parseTime)
    .option('--yes', 'do not ask before a heap over 1 GiB stands still')
    .option('--allow-remote', 'capture from another machine')
}

function withOutput(command: Command, example: string): Command {
  return command
    .option('-o, --output <file>', `keep the capture, as ${example}`)
    .option('--force', 'replace it where it exists')
    .option('--series <number>', 'take several, with a number in their names', parseCount)
    .option('--every <time>', 'how long from one of a series to the next', parseTime)
    .option('--json', 'print one JSON object for each capture')
}

function withPage(command: Command): Command {
  return command.option('--page <pattern>', 'which page: a part of its address, * for anything in between')
}

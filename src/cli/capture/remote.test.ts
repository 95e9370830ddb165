import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'
import { runInMemory } from '../testing/memory-io.ts'
import { OtherMachine } from '../testing/other-machine.ts'

const PROGRAM = `globalThis.kept = Array.from({ length: 50 }, () => new (class KeptByTheTest {})());
setInterval(() => {}, 1000); process.stdout.write('ready')`

const machine = OtherMachine.make()
const ours = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address
const children: ChildProcess[] = []

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  machine?.remove()
})

async function ready(child: ChildProcess): Promise<void> {
  children.push(child)
  await once(child.stdout!, 'data')
}

test.skipIf(machine === null)(
  'a process on another machine is captured where that is allowed, and else not spoken to',
  async () => {
    const where = `${machine!.address}:9229`
    await ready(machine!.start(process.execPath, [`--inspect=${where}`, '-e', PROGRAM]))
    expect(await runInMemory(['capture', 'node', where])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: ${where} is another machine; --allow-remote captures from there.\n`,
    })
    const { exitCode, stdout } = await runInMemory(['capture', 'node', where, '--allow-remote'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/ 50 {2}KeptByTheTest\n/)
  },
)

test.skipIf(ours === undefined)(
  'an address of this machine is no other one, whichever network it is of',
  async () => {
    const child = spawn(process.execPath, [`--inspect=${ours}:0`, '-e', PROGRAM])
    const said = once(child.stderr, 'data') as Promise<[Uint8Array]>
    await ready(child)
    const where = /ws:\/\/([^/]+)\//.exec(String((await said)[0]))![1]!
    const { exitCode, stdout } = await runInMemory(['capture', 'node', where])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/ 50 {2}KeptByTheTest\n/)
  },
)

import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { Built, finish, type Finished } from './testing/built.ts'

const project = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const CAPTURE = project('fixtures/captures/node-12.22.12-target.heapsnapshot.gz')
const ACTION = parse(readFileSync(project('action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly runs: { readonly steps: readonly { readonly run: string }[] }
}

let built: Built
beforeAll(() => {
  built = new Built()
  const bin = join(built.folder, 'bin')
  mkdirSync(bin)
  // The package need not come from a registry: this is what npx would run.
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\n[ "$1 $2 $3 $4" = "--yes --package heapscope heapscope" ] || exit 99\nshift 4\nexec "${process.execPath}" "${join(built.folder, 'dist/cli/main.js')}" "$@"\n`,
  )
  chmodSync(join(bin, 'npx'), 0o755)
})
afterAll(() => built.remove())

/** Runs the step of the action as GitHub does, in a folder of its own. */
async function act(
  folder: string,
  inputs: Readonly<Record<string, string>>,
  budget: unknown,
): Promise<Finished> {
  mkdirSync(folder)
  writeFileSync(join(folder, 'heapscope.budget.json'), JSON.stringify(budget))
  const given = Object.entries(ACTION.inputs).map(([name, input]): readonly [string, string] => [
    `HEAPSCOPE_${name.toUpperCase()}`,
    inputs[name] ?? input.default ?? '',
  ])
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...Object.fromEntries(given),
    PATH: `${join(built.folder, 'bin')}${delimiter}${process.env['PATH']}`,
    GITHUB_ACTIONS: 'true',
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    RUNNER_TEMP: folder,
  }
  const script = join(folder, 'script.sh')
  writeFileSync(script, ACTION.runs.steps[0]!.run)
  const shell = ['--noprofile', '--norc', '-eo', 'pipefail', script]
  return finish(spawn('bash', shell, { cwd: folder, env: environment }))
}

test.skipIf(process.platform === 'win32')(
  'the action fails where a rule is broken, and tells it on the run',
  async () => {
    const folder = join(built.folder, 'a folder')
    const inputs = { file: CAPTURE, junit: 'heap.xml' }
    const { code, stdout, stderr } = await act(folder, inputs, {
      classes: { Session: { objects: 9 } },
      growth: '5 %',
    })
    const broken = 'classes.Session.objects: 410 objects; at most 9 objects; held by globalThis.cache.entries'
    expect(code).toBe(1)
    expect(stdout).toContain(`BROKEN      ${broken}\n`)
    expect(stderr).toContain(`::error file=heapscope.budget.json,title=Heap budget broken::${broken}\n`)
    expect(readFileSync(join(folder, 'summary'), 'utf8')).toMatch(/^## Heap budget broken\n/)
    const report = /^report=(.*)\n$/.exec(readFileSync(join(folder, 'output'), 'utf8'))![1]!
    expect(readFileSync(report, 'utf8')).toMatch(/^## Heap budget broken\n/)
    expect(readFileSync(join(folder, 'heap.xml'), 'utf8')).toContain('failures="1"')
  },
)

test.skipIf(process.platform === 'win32')(
  'the action takes nothing in its inputs for a command',
  async () => {
    const folder = join(built.folder, 'another')
    const inputs = { file: '$(touch hacked).heapsnapshot', base: '`touch hacked`; touch hacked' }
    const { code, stdout, stderr } = await act(folder, inputs, { total: '1 GB' })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/touch hacked/)
    expect(() => readFileSync(join(folder, 'hacked'))).toThrow(/ENOENT/)
    expect(() => readFileSync(join(folder, 'summary'))).toThrow(/ENOENT/)
  },
)

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { readBudget } from '#guard/read-budget.ts'
import { runInMemory } from './testing/memory-io.ts'

const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const GUIDE = textOf('docs/ci.md')
const ACTION = textOf('action.yml')

/** The blocks of the guide that are marked as one language. */
function blocks(language: string): string[] {
  return [...GUIDE.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, marked, code]) =>
    marked === language ? [code!] : [],
  )
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly runs: { readonly steps: readonly { readonly run: string; readonly env: Record<string, string> }[] }
}

interface Job {
  readonly steps: readonly { readonly uses?: string; readonly with?: Record<string, string> }[]
}

function parsed(yaml: string): unknown {
  const document = parseDocument(yaml)
  expect([...document.errors, ...document.warnings]).toEqual([])
  return document.toJS()
}

/** The command lines of Heapscope in a text: the command and its options. */
function commandLines(text: string): { command: string; options: string[] }[] {
  return [...text.matchAll(/\bheapscope ((?:capture )?[a-z]+) ([^\n`]*)/g)].map(([, command, rest]) => ({
    command: command!,
    options: [...rest!.matchAll(/(?<=^| )--?[a-z][a-z-]*/g)].map(([option]) => option),
  }))
}

describe('docs/ci.md', () => {
  test('has examples that are YAML', () => {
    const all = blocks('yaml')
    expect(all).toHaveLength(3)
    for (const yaml of all) expect(parsed(yaml)).toBeTypeOf('object')
  })

  test('gives the action inputs that it has, and tells all of them', () => {
    const action = parsed(ACTION) as Action
    const { jobs } = parsed(blocks('yaml')[0]!) as { jobs: { heap: Job } }
    const step = jobs.heap.steps.find(({ uses }) => uses?.startsWith('OWNER/'))!
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with!)))
    for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)]) {
      expect(GUIDE).toContain(`\`${name}\``)
    }
  })

  test('has budgets that can be read', () => {
    const budgets = blocks('json')
    expect(budgets.length).toBeGreaterThan(0)
    for (const budget of budgets) expect(readBudget(budget)).toHaveProperty('budget')
  })

  test('and the action name commands and options that there are', async () => {
    const script = (parsed(ACTION) as Action).runs.steps[0]!.run
    const lines = [...commandLines(GUIDE), ...commandLines(script)]
    expect(lines.length).toBeGreaterThan(7)
    for (const { command, options } of lines) {
      const { exitCode, stdout } = await runInMemory([...command.split(' '), '--help'])
      expect({ command, exitCode }).toEqual({ command, exitCode: 0 })
      for (const option of options)
        expect(stdout, `${command} ${option}`).toMatch(new RegExp(`^ .*${option}\\b`, 'm'))
    }
    // Those of the action come before its command.
    const { stdout } = await runInMemory(['check', '--help'])
    for (const [option] of script.matchAll(/(?<=\()--[a-z]+/g)) expect(stdout).toContain(`${option} <`)
  })
})

test('the action gives inputs to its script through the environment alone', () => {
  const [step] = (parsed(ACTION) as Action).runs.steps
  expect(step!.run).not.toContain('${{')
  const names = Object.keys((parsed(ACTION) as Action).inputs)
  expect(Object.values(step!.env)).toEqual(names.map((name) => `\${{ inputs.${name} }}`))
})

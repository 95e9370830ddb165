import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { RULES } from './analyses/findings/rules.ts'
import type { Rule } from './analyses/findings/rule.ts'

const FILE = new URL('../../docs/findings.md', import.meta.url)
const PROGRAMS = join(import.meta.dirname, '../../fixtures/findings')
const KINDS = [
  { folder: 'v8', where: 'Node' },
  { folder: 'page', where: 'a page' },
  { folder: 'python', where: 'Python' },
] as const
/** What a block of code is marked as, by the ending of its file. */
const LANGUAGES: Readonly<Record<string, string>> = { cjs: 'js', mjs: 'js', py: 'python' }
const FAMILIES = { v8: 'Heaps of V8.', cpython: 'Heaps of CPython.' } as const
const START = '\n## Rules\n'

/** The programs of a rule, each form with what is before and after. */
function programs(rule: string): string[] {
  return KINDS.flatMap(({ folder, where }) => {
    const names = readdirSync(join(PROGRAMS, folder)).filter((name) => name.replace(/\..*$/, '') === rule)
    return names.map((name) => {
      const code = (stem: string): string => {
        const file = readdirSync(join(PROGRAMS, folder, name)).find((one) => one.startsWith(`${stem}.`))!
        const ending = extname(file).slice(1)
        return `\`\`\`${LANGUAGES[ending] ?? ending}\n${readFileSync(join(PROGRAMS, folder, name, file), 'utf8').trimEnd()}\n\`\`\``
      }
      return `Before, in ${where}:\n\n${code('fault')}\n\nAfter:\n\n${code('cured')}`
    })
  })
}

function section(rule: Rule): string {
  const family = rule.family ? FAMILIES[rule.family] : 'Heaps of V8 and of CPython.'
  return [`### ${rule.title}`, `\`${rule.name}\`. ${family}`, rule.about, ...programs(rule.name)].join('\n\n')
}

test('every rule has a program with the fault and a cured one', () => {
  expect(RULES.filter(({ name }) => programs(name).length === 0).map(({ name }) => name)).toEqual([])
})

test('docs/findings.md explains every rule with the programs that it is tried on', () => {
  const before = readFileSync(FILE, 'utf8')
  const head = before.slice(0, before.indexOf(START) + START.length)
  const after = `${head}\n${RULES.map(section).join('\n\n')}\n`
  // HEAPSCOPE_WRITE_DOCS=1 writes the sections anew where rules or programs have changed.
  if (process.env['HEAPSCOPE_WRITE_DOCS']) writeFileSync(FILE, after)
  else expect(before).toBe(after)
})

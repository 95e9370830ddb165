import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RULES } from '#engine/analyses/findings/rules.ts'
import { programsIn } from './rule-programs.ts'

const DOCS = readFileSync(new URL('../../../../docs/findings.md', import.meta.url), 'utf8')

test('of every rule the docs have a program with the fault and a cured one, in turn with words', () => {
  for (const { title } of RULES) {
    const parts = programsIn(DOCS, title)
    expect(parts.length, title).toBeGreaterThanOrEqual(4)
    expect(parts.map(({ kind }) => kind).join(' '), title).toMatch(/^(?:words program ?)+$/)
    expect(parts[0]!.text, title).toMatch(/^Before, in /)
    expect(parts[2]!.text, title).toBe('After:')
  }
})

test('of what is no rule there is nothing', () => expect(programsIn(DOCS, 'Bad luck')).toEqual([]))

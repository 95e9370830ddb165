import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FindingRow } from './model/finding-rows.ts'
import type { Session } from './session.ts'
import { QUIET_HOST } from './testing/captures.ts'
import { type FindingProgram, findingPrograms, heapOfNode, heapOfPython } from './testing/finding-programs.ts'
import { findPythons, minorOf } from './testing/pythons.ts'

/** How far a saving may be from what the cure frees. */
const TOLERANCE = 0.1

const pythons = findPythons()
const python = pythons.find(({ hasArrays }) => hasArrays) ?? pythons.find((one) => minorOf(one) >= 11)

async function findingsOf(session: Session, rule: string): Promise<readonly FindingRow[]> {
  return session.ask('findingsOf', [rule], QUIET_HOST)
}

/** The fault is found at its owner, with the bytes that the cure frees; in the cured program it is not found. */
async function check({ rule, truth }: FindingProgram, fault: Session, cured: Session): Promise<void> {
  const found = await findingsOf(fault, rule)
  const one = found.find(({ owner }) => owner === truth.owner)
  expect(
    one,
    `a finding at ${truth.owner}, not at ${found.map(({ owner }) => owner).join(', ')}`,
  ).toBeDefined()
  const left = await findingsOf(cured, rule)
  expect(left.map(({ key }) => key)).not.toContain(one!.key)
  expect(left.map(({ owner }) => owner)).not.toContain(truth.owner)
  if (truth.otherBytes !== undefined) return
  const freed = fault.summary().shallowSize - cured.summary().shallowSize
  expect(
    Math.abs(one!.saving!.bytes - freed) / freed,
    `saves ${one!.saving!.bytes}, frees ${freed}`,
  ).toBeLessThan(TOLERANCE)
}

describe('under Node', () => {
  test.for(findingPrograms('v8').map((program) => [program.name, program] as const))(
    '%s is found at its owner with what the cure frees, and not in the cured program',
    async ([, program]) => {
      const fault = await heapOfNode(join(program.folder, 'fault.cjs'))
      const cured = await heapOfNode(join(program.folder, 'cured.cjs'))
      await check(program, fault, cured)
    },
  )
})

describe('under CPython', () => {
  test('there is one to try', () => expect(python).toBeDefined())

  test.for(findingPrograms('python').map((program) => [program.name, program] as const))(
    '%s is found at its owner with what the cure frees, and not in the cured program',
    async ([, program], { skip }) => {
      if (minorOf(python!) < (program.truth.since ?? 0)) return skip(`CPython ${python!.version} is too old`)
      if (program.truth.arrays && !python!.hasArrays) return skip('there is no pandas')
      const fault = await heapOfPython(python!.program, join(program.folder, 'fault.py'))
      const cured = await heapOfPython(python!.program, join(program.folder, 'cured.py'))
      return check(program, fault, cured)
    },
  )
})

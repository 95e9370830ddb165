import { describe, expect, test } from 'vitest'
import { missedTruth } from './testing/check-finding.ts'
import { findingPrograms, heapOfNode, heapOfPython, programFile } from './testing/finding-programs.ts'
import { findPythons, minorOf } from './testing/pythons.ts'

const pythons = findPythons()
const python = pythons.find(({ hasArrays }) => hasArrays) ?? pythons.find((one) => minorOf(one) >= 11)

describe('under Node', () => {
  test.for(findingPrograms('v8').map((program) => [program.name, program] as const))(
    '%s is found at its owner with what the cure frees, and not in the cured program',
    async ([, program]) => {
      const fault = await heapOfNode(programFile(program, 'fault'))
      const cured = await heapOfNode(programFile(program, 'cured'))
      expect(await missedTruth(program, fault, cured)).toEqual([])
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
      const fault = await heapOfPython(python!.program, programFile(program, 'fault'))
      const cured = await heapOfPython(python!.program, programFile(program, 'cured'))
      expect(await missedTruth(program, fault, cured)).toEqual([])
    },
  )
})

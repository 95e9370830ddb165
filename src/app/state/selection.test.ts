import { describe, expect, test } from 'vitest'
import type { Term } from '#engine/model/selection-rows.ts'
import { withTerm } from './selection.ts'

const added = (query: string): Term => ({ op: '+', query })
const taken = (query: string): Term => ({ op: '-', query })

describe('the steps that make a selection', () => {
  test('keep their order', () => {
    expect(withTerm([added('a'), taken('b')], added('c'))).toEqual([added('a'), taken('b'), added('c')])
  })

  test('name each filter once, by what was done with it last', () => {
    expect(withTerm([added('a'), taken('b')], added('a'))).toEqual([added('a')])
    expect(withTerm([added('a'), added('b')], taken('b'))).toEqual([added('a'), taken('b')])
  })

  test('are none where something is taken from nothing', () => {
    expect(withTerm([], taken('a'))).toEqual([])
    expect(withTerm([added('a')], taken('a'))).toEqual([])
  })
})

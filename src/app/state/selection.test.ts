import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Term } from '#engine/model/selection-rows.ts'
import { DEFAULT_PLACE } from './place.ts'
import { currentPlace, placeStore } from './place-store.ts'
import {
  canUndoSelection,
  changeSelection,
  clearSelection,
  selectOnly,
  undoSelection,
  withTerm,
} from './selection.ts'

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

describe('undoing', () => {
  let captures = 0
  const selected = () => currentPlace().selection
  const arrive = (selection: readonly Term[]) =>
    placeStore.setState({ place: { ...currentPlace(), selection }, step: 'none' })

  beforeEach(() => {
    const source = `sample:${captures++}`
    placeStore.setState({ place: { ...DEFAULT_PLACE, source }, step: 'none' })
  })
  afterEach(() => placeStore.setState({ place: DEFAULT_PLACE, step: 'none' }))

  test('brings back what was selected before each step, also before a selection was replaced or cleared', () => {
    expect(canUndoSelection()).toBe(false)
    selectOnly('a')
    changeSelection('+', 'b')
    changeSelection('-', 'a')
    selectOnly('c')
    clearSelection()
    expect(canUndoSelection()).toBe(true)
    undoSelection()
    expect(selected()).toEqual([added('c')])
    undoSelection()
    expect(selected()).toEqual([added('b'), taken('a')])
    undoSelection()
    expect(selected()).toEqual([added('a'), added('b')])
    undoSelection()
    expect(selected()).toEqual([added('a')])
    undoSelection()
    expect(selected()).toEqual([])
    expect(canUndoSelection()).toBe(false)
  })

  test('leaves out the last step where an address brought the selection', () => {
    arrive([added('a'), taken('b')])
    undoSelection()
    expect(selected()).toEqual([added('a')])
    undoSelection()
    expect(selected()).toEqual([])
  })

  test('passes over what the browser went back to already', () => {
    selectOnly('a')
    selectOnly('b')
    arrive([added('a')])
    undoSelection()
    expect(selected()).toEqual([])
  })
})

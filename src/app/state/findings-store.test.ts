import { beforeEach, expect, test, vi } from 'vitest'
import { HeapError } from '#engine/base/error.ts'
import { findingRowOf } from '#engine/testing/finding-row.ts'
import { findingsStore, followFindings, resumeFindings, stopFindings } from './findings-store.ts'
import { libraryLists } from './libraries.ts'
import { closeCapture, openCapture, refreshShown } from './heap-store.ts'

interface Asking {
  readonly answer: (value: unknown) => void
  readonly fail: (error: unknown) => void
}

const askings = vi.hoisted((): Map<string, Asking> => new Map())

vi.mock('../client/heap-client.ts', () => ({
  HeapClient: class {
    async open() {}

    ask(question: string, args: readonly unknown[], signal?: AbortSignal) {
      if (question === 'summary') return Promise.resolve({})
      return new Promise((settle, fail) => {
        askings.set([question, ...args.flat()].join(' '), { answer: settle, fail })
        signal?.addEventListener('abort', () => fail(new Error('cancelled')))
      })
    }

    end() {}
  },
}))

const settled = () => new Promise((resolve) => setTimeout(resolve))
const RULES = ['one', 'two', 'three'].map((name) => ({ name, title: name, about: name, family: null }))

async function answer(question: string, value: unknown): Promise<void> {
  const asking = askings.get(question) ?? expect.unreachable(`nobody asked ${question}`)
  askings.delete(question)
  if (value instanceof Error) asking.fail(value)
  else asking.answer(value)
  await settled()
}

const state = () => {
  const { status, tried, rows } = findingsStore.getState()
  return `${status} ${tried} ${rows.map(({ key }) => key).join(',')}`
}
const found = (key: string, retained: number) => [findingRowOf({ key, retained })]

vi.stubGlobal('location', { pathname: '/' })
followFindings()

beforeEach(async () => {
  closeCapture()
  askings.clear()
  await openCapture(new Blob(['1']), 'a')
  await settled()
})

test('rules are tried one after the other, and what they find is ranked as it comes', async () => {
  expect(findingsStore.getState().rules).toBeNull()
  await answer('findingRules', RULES)
  expect(state()).toBe('looking 0 ')
  expect(askings.has('findingsOf two')).toBe(false)
  await answer('findingsOf one', found('small', 1))
  expect(state()).toBe('looking 1 small')
  await answer('findingsOf two', found('large', 2))
  await answer('findingsOf three', [])
  expect(state()).toBe('done 3 large,small')
})

test('a rule that fails does not hide what the others find', async () => {
  await answer('findingRules', RULES)
  await answer('findingsOf one', new HeapError('not-ready', 'It broke.'))
  await answer('findingsOf two', found('a', 1))
  await answer('findingsOf three', [])
  expect(state()).toBe('done 3 a')
  expect(findingsStore.getState().failures).toEqual([{ rule: RULES[0], reason: 'It broke.' }])
})

test('it can be stopped and gone on with', async () => {
  await answer('findingRules', RULES)
  await answer('findingsOf one', found('a', 1))
  stopFindings()
  await settled()
  expect(state()).toBe('stopped 1 a')
  resumeFindings()
  await answer('findingsOf two', found('b', 2))
  await answer('findingsOf three', [])
  expect(state()).toBe('done 3 b,a')
})

test('what is known of a capture stays until all of it is known anew, as when a base was put beside it', async () => {
  await answer('findingRules', RULES.slice(0, 1))
  await answer('findingsOf one', found('a', 1))
  refreshShown()
  await answer('findingRules', RULES.slice(0, 1))
  expect(state()).toBe('done 1 a')
  await answer('findingsOf one', found('b', 1))
  expect(state()).toBe('done 1 b')
})

test('what is known only in part is found anew when more has become known of the capture', async () => {
  await answer('findingRules', RULES.slice(0, 2))
  await answer('findingsOf one', found('a', 1))
  refreshShown()
  expect(state()).toBe('looking 0 ')
  await answer('findingRules', RULES.slice(0, 2))
  await answer('findingsOf one', found('b', 1))
  await answer('findingsOf two', [])
  expect(state()).toBe('done 2 b')
})

test('rules are asked with the library patterns of the capture, and again when these change', async () => {
  await answer('findingRules', RULES.slice(0, 2))
  await answer('findingsOf one', found('a', 1))
  libraryLists.add('/charts/')
  expect(state()).toBe('looking 0 ')
  await answer('findingRules', RULES.slice(0, 2))
  await answer('findingsOf one /charts/', found('a', 2))
  await answer('findingsOf two /charts/', [])
  expect(state()).toBe('done 2 a')
  libraryLists.remove('/charts/')
  await answer('findingRules', RULES.slice(0, 2))
  expect(state()).toBe('done 2 a')
  await answer('findingsOf one', found('b', 1))
  await answer('findingsOf two', [])
  expect(state()).toBe('done 2 b')
})

test('of another capture nothing is known', async () => {
  await answer('findingRules', RULES.slice(0, 1))
  await answer('findingsOf one', found('a', 1))
  closeCapture()
  expect(state()).toBe('waiting 0 ')
})

test('where no rule can be tried it says why', async () => {
  await answer('findingRules', new HeapError('no-references', 'It is without references.'))
  expect(findingsStore.getState()).toMatchObject({ status: 'failed', error: { code: 'no-references' } })
})

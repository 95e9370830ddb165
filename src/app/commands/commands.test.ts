import { expect, test } from 'vitest'
import { COMMANDS, availableCommands } from './commands.ts'
import { isMac, keyCaps } from '../ui/key-text.ts'

test('no two commands share an id or a key', () => {
  const ids = COMMANDS.map(({ id }) => id)
  const keys = COMMANDS.flatMap((command) => command.keys ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(keys).size).toBe(keys.length)
})

test('no key is the beginning of another, which would never be reached', () => {
  const keys = COMMANDS.flatMap((command) => command.keys ?? [])
  for (const key of keys) {
    expect(keys.filter((other) => other.startsWith(`${key} `))).toEqual([])
  }
})

test('without a capture, nothing is offered that needs one', () => {
  const ids = availableCommands().map(({ id }) => id)
  expect(ids).toContain('open')
  expect(ids).not.toContain('find')
  expect(ids).not.toContain('close')
})

test('keys are drawn as the machine’s keyboard has them', () => {
  expect(keyCaps('$mod+k', true)).toEqual(['⌘', 'K'])
  expect(keyCaps('$mod+k', false)).toEqual(['Ctrl', 'K'])
  expect(keyCaps('g o', false)).toEqual(['G', 'O'])
  expect(keyCaps('Shift+?', true)).toEqual(['?'])
  expect(isMac('MacIntel')).toBe(true)
  expect(isMac('Linux x86_64')).toBe(false)
})

import { describe, expect, test } from 'vitest'
import { explainEdge, explainName, explainWeak } from './plain-words.ts'

describe('names', () => {
  test.each([
    '(array)',
    '(compiled code)',
    '(system)',
    '(object shape)',
    '(concatenated string)',
    '(sliced string)',
    'system / Context',
    'system / FeedbackCell',
    'system / Map',
  ])('%s of the engine is explained in its own words', (name) => {
    const words = explainName(name)
    expect(words).toMatch(/^[A-Z].+\.$/)
    expect(words).not.toBe(explainName('system / SomethingNew'))
    expect(words).not.toBe(explainName('(something new)'))
  })

  test('of the engine that are not known one by one are explained by their family', () => {
    expect(explainName('system / SomethingNew')).toContain('engine')
    expect(explainName('Detached <li>')).toContain('no document')
    expect(explainName('system / Context / scope @39345')).toBe(explainName('system / Context'))
  })

  test('of the program are left alone', () => {
    for (const name of ['Session', 'toString', 'hasOwnProperty', '__proto__', '']) {
      expect(explainName(name)).toBeNull()
    }
  })
})

describe('references', () => {
  test('are explained by their type', () => {
    expect(explainEdge('property', 'map')).toBe('A property of the object')
    expect(explainEdge('context', 'cache')).toContain('captured by a closure')
  })

  test('of the engine are explained by name where it is known', () => {
    expect(explainEdge('internal', 'map')).toBe('The object’s hidden class')
    expect(explainEdge('internal', 'constructor')).toBe('The constructor function')
    expect(explainEdge('internal', 'toString')).toBe('A field the engine keeps; programs do not see it')
  })

  test('of an unknown type say so', () => {
    expect(explainEdge('ribbon', 1)).toContain('“ribbon”')
  })

  test('that keep nothing alive say why', () => {
    expect(explainWeak('weak', 'x')).toContain('Weak')
    expect(
      explainWeak('internal', '1 / part of key (a @1) -> value (b @2) pair in WeakMap (table @3)'),
    ).toContain('WeakMap')
  })
})

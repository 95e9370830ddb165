import { describe, expect, test } from 'vitest'
import { isCodeName, looksLikeData } from './code-names.ts'
import { codeNameRule, engineEdgeRule, isFunctionName, nativeNameRule, objectNameRule } from './node-names.ts'
import { isPropertyName } from './property-names.ts'
import { pythonNameRule } from './python-names.ts'
import type { TextRule } from './text-rule.ts'
import { urlRule } from './url-rule.ts'

interface NameCase {
  readonly rule: TextRule
  readonly text: string
  readonly expected: string | null
}

const mask = (text: string): string => `‹${text.length}›`

function left(rule: TextRule, text: string): string | null {
  return rule(text, mask)
}

describe('names of properties', () => {
  test.each([
    'id',
    '_private',
    '$scope',
    '#field',
    'x509',
    'utf8ToUtf16le',
    'BigInt64Array',
    'ES2015',
    'content-type',
    'get size',
    'set onload',
    '<symbol>',
    '<symbol Symbol.iterator>',
    '<symbol nodejs.util.inspect.custom>',
    '<symbol [[signalAbort]]>',
    '.js',
    'fs/promises',
    'node:fs',
    '$&',
    '__proto__',
    'getElementsByTagNameNS',
    'ThrowWasmTrapMemOutOfBounds',
    'RTCRtpTransceiver',
    'ERR_HTTP2_ORIGIN_LENGTH',
  ])('“%s” is one', (name) => {
    expect(isPropertyName(name)).toBe(true)
  })

  test.each([
    'anna@example.org',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
    '2026-11-26',
    '48213',
    'user_482131',
    'two words',
    'https://example.org/',
    'users/anna',
    'shop.example.com',
    'deadbeef00',
    'QWxhZGRpbjpvcGVuIHNlc2FtZQ',
    'größe',
    'a'.repeat(65),
    'k3f9a2x8',
    '+491701234',
    'get anna@example.org',
    '<symbol of anna@example.org>',
    'a"b',
    '/etc/passwd',
    'ghp_x7Kq9ZpL2mN4',
    'xkcdqzwvbnpqrtlmkhgf',
  ])('“%s” is data', (name) => {
    expect(isPropertyName(name)).toBe(false)
  })

  test('looks decide, not length alone', () => {
    expect(isCodeName('computeTheVeryLongSumOfAllThingsThatAreInTheBasket', 64)).toBe(true)
    expect(looksLikeData('Session')).toBe(false)
  })
})

describe('addresses', () => {
  test.each([
    ['https://shop.example/a/b.js?token=1#x', 'https://shop.example/a/b.js?‹9›'],
    ['https://shop.example/#x', 'https://shop.example/#‹1›'],
    ['https://anna:secret@shop.example:8080/a', 'https://shop.example:8080/a#‹12›'],
    ['https://anna@shop.example/a?b', 'https://shop.example/a?‹7›'],
    ['data:text/html,<p>', 'data:‹13›'],
    ['blob:https://shop.example/1234', 'blob:‹25›'],
    ['file:///home/anna/app.js', 'file:///home/anna/app.js'],
    ['/home/anna/app.js?v=1', '/home/anna/app.js?‹3›'],
    ['C:\\app\\main.js', 'C:\\app\\main.js'],
    ['node:internal/fs', 'node:internal/fs'],
    ['internal/bootstrap/loaders.js', 'internal/bootstrap/loaders.js'],
    ['https://not a host/', null],
    ['any other text', null],
    ['mailto:anna@example.org', null],
  ])('of “%s” “%s” is left', (text, expected) => {
    expect(left(urlRule, text)).toBe(expected)
  })

  test('stay as they are when they are shortened again', () => {
    for (const text of ['https://a:b@shop.example/x?y#z', 'data:abc', '/a.js?b', 'https://shop.example/#x']) {
      const once = urlRule(text, () => '‹3 characters, value 000000000000›')!
      expect(left(urlRule, once)).toBe(once)
    }
  })
})

describe('names of nodes', () => {
  test.each(
    [
      [objectNameRule, 'Session', 'Session'],
      [objectNameRule, 'Array Iterator', 'Array Iterator'],
      [
        objectNameRule,
        'Window [JSGlobalObject] / https://shop.example/?a',
        'Window [JSGlobalObject] / https://shop.example/?‹1›',
      ],
      [objectNameRule, 'system / Context / scope @43879', 'system / Context / scope @43879'],
      [objectNameRule, 'https://example.org', null],
      [nativeNameRule, '<div id="a" class="b">', '<div ‹16›>'],
      [nativeNameRule, 'Detached <my-tag id="a">', 'Detached <my-tag ‹6›>'],
      [nativeNameRule, '<br>', '<br>'],
      [nativeNameRule, 'blink::HeapVector<blink::Node, 0>', 'blink::HeapVector<blink::Node, 0>'],
      [nativeNameRule, 'what somebody wrote', null],
      [codeNameRule, 'file:///app/a.js?secret', 'file:///app/a.js?‹6›'],
      [codeNameRule, 'system / SharedFunctionInfo / get size', 'system / SharedFunctionInfo / get size'],
      [codeNameRule, 'system / SharedFunctionInfo / anna@example.org', 'system / SharedFunctionInfo / ‹16›'],
      [codeNameRule, '(Construct_WithFeedback builtin code)', '(Construct_WithFeedback builtin code)'],
      [codeNameRule, 'what somebody wrote', null],
      [engineEdgeRule, '12 / CallFunction', '12 / CallFunction'],
      [engineEdgeRule, '7 / DevTools console', '7 / DevTools console'],
      [engineEdgeRule, '7 / what somebody wrote', null],
      [engineEdgeRule, 'map', 'map'],
    ].map(([rule, text, expected]) => ({ rule, text, expected })) as readonly NameCase[],
  )('of “$text” “$expected” is left', ({ rule, text, expected }) => {
    expect(left(rule, text)).toBe(expected)
  })

  test('functions may be called in more ways than properties, and not after data', () => {
    const names = [
      '',
      'onEvent',
      'get [Symbol.species]',
      'bound load',
      'Foo.bar',
      '<anonymous>',
      'internal/tty',
    ]
    expect(names.filter((name) => !isFunctionName(name))).toEqual([])
    expect(['anna@example.org', '48213', 'a, b'].filter(isFunctionName)).toEqual([])
  })
})

describe('names of Python', () => {
  test.each([
    '(1000, 4) float64',
    '(2,) object_, view of 16 bytes',
    '() int8',
    '10 bytes, format <I, readonly',
  ])('“%s” says how much there is, no value', (text) => expect(left(pythonNameRule, text)).toBe(text))

  test.each([
    '(1, 2) secret',
    '(secret,) float64',
    '10 bytes, format T{i:secret:}',
    '(1,) int8, view of secrets',
  ])('“%s” may hold a value', (text) => expect(left(pythonNameRule, text)).toBeNull())
})

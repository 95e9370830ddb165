import { execFileSync } from 'node:child_process'
import process from 'node:process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { words, type Writing } from '#engine/model/words.ts'
import type { Judged, Judgement } from '../judgement.ts'
import { judgedAnnotations } from './annotations.ts'
import { judgedJson } from './json.ts'
import { judgedJunit } from './junit.ts'
import { judgedMarkdown } from './markdown.ts'

const EXACT: Writing = { code: (text) => text, bytes: String, count: String, share: String }
const PYTHON = process.env['HEAPSCOPE_TEST_PYTHON']

/** A broken, a kept and an unjudged rule in which this text stands wherever a text of a program may. */
function judgedWith(text: string): Judged {
  const one = (verdict: Judgement['verdict']): Judgement => ({
    rule: `classes.${text}`,
    verdict,
    found: words`${text} was found`,
    limit: words`at most ${3}`,
    owner: verdict === 'broken' ? text : null,
    figures: null,
  })
  return { file: text, base: text, judgements: [one('broken'), one('kept'), one('unjudged')] }
}

/** Texts with whatever means something to one of the formats. */
const TEXTS = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...Array.from('<>&"\'`|*_[]%:,;\n\r\t\\\u0000\u001b\u2028\ufffe\ud800'),
        ']]>',
        '-->',
        '::error::',
        '%0A',
        '&amp;',
      ),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''))

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
}

const NAME = /^[a-z]+$/
const CHARACTER = /^(?:[\t\n\r\u0020-\ud7ff\ue000-\ufffd]|[\u{10000}-\u{10ffff}])*$/u

/** Reads what JUnit's XML is made of, and nothing that XML does not allow. @throws Error */
function readXml(text: string): Element {
  if (!CHARACTER.test(text)) throw new Error('a character that XML has not')
  const top: Element = { name: '', attributes: {}, children: [] }
  const open = [top]
  let at = /^<\?xml version="1\.0" encoding="UTF-8"\?>/.exec(text)![0].length
  const tag = /\s*<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/y
  while (text.slice(at).trim() !== '') {
    tag.lastIndex = at
    const found = tag.exec(text)
    if (!found) throw new Error(`no tag at ${text.slice(at, at + 40)}`)
    at = tag.lastIndex
    const [, closes, name, inside, isEmpty] = found as unknown as string[]
    if (!NAME.test(name!)) throw new Error(name)
    if (closes) {
      if (open.pop()!.name !== name || inside) throw new Error(`${name} is closed and not open`)
      continue
    }
    const element = { name: name!, attributes: attributesOf(inside!), children: [] }
    open.at(-1)!.children.push(element)
    if (!isEmpty) open.push(element)
  }
  if (open.length !== 1 || top.children.length !== 1) throw new Error('elements are open at the end')
  return top.children[0]!
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, name, value]) => {
    if (/&(?!#\d+;)/.test(value!)) throw new Error(`an ampersand in ${value}`)
    return [
      name!,
      value!.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
    ] as const
  })
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error('an attribute twice')
  return Object.fromEntries(pairs)
}

/** What XML can write of a text. */
function inXml(text: string): string {
  return Array.from(text, (character) => (CHARACTER.test(character) ? character : '\ufffd')).join('')
}

describe('JUnit’s XML', () => {
  test('is whole and gives every text back, whatever is in it', () => {
    const property = fc.property(TEXTS, (text) => {
      const suites = readXml(judgedJunit(judgedWith(text), EXACT))
      const [suite] = suites.children
      const plain = inXml(text)
      expect(suite!.attributes).toEqual({ name: plain, tests: '3', failures: '1', errors: '0', skipped: '1' })
      const [broken, kept, unjudged] = suite!.children
      expect(broken!.attributes['name']).toBe(`classes.${plain}`)
      expect(broken!.children[0]).toMatchObject({
        name: 'failure',
        attributes: { message: `${plain} was found; at most 3; held by ${plain}` },
      })
      expect(kept!.children).toEqual([])
      expect(unjudged!.children[0]!.name).toBe('skipped')
    })
    fc.assert(property, { numRuns: 500 })
  })

  test.skipIf(!PYTHON)('is what the XML parser of Python reads', () => {
    const samples = fc.sample(TEXTS, 100).map((text) => ({
      xml: judgedJunit(judgedWith(text), EXACT),
      name: `classes.${inXml(text)}`,
    }))
    const script = `import json, sys, xml.etree.ElementTree as tree
for one in json.load(sys.stdin):
    root = tree.fromstring(one['xml'].encode('utf-8'))
    names = [case.get('name') for case in root.iter('testcase')]
    assert names == [one['name']] * 3, (names, one['name'])
print('read')`
    const said = execFileSync(PYTHON!, ['-X', 'utf8', '-c', script], {
      input: JSON.stringify(samples),
      encoding: 'utf8',
    })
    expect(said.trim()).toBe('read')
  })
})

test('an annotation is one line, and gives its message back', () => {
  const back = (text: string): string =>
    text
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%0A', '\n')
      .replaceAll('%0D', '\r')
      .replaceAll('%25', '%')
  const property = fc.property(TEXTS, (text) => {
    const lines = judgedAnnotations(judgedWith(text), text, EXACT).split('\n')
    expect(lines).toHaveLength(3)
    const [, level, file, message] = /^::(error|warning) file=([^,:\r]*),title=[^,:]*::([^\r]*)$/s.exec(
      lines[0]!,
    )!
    expect([level, back(file!), back(message!)]).toEqual([
      'error',
      text,
      `classes.${text}: ${text} was found; at most 3; held by ${text}`,
    ])
  })
  fc.assert(property, { numRuns: 500 })
})

test('JSON is one line and gives every text back', () => {
  const property = fc.property(TEXTS, (text) => {
    const line = judgedJson(judgedWith(text), EXACT)
    expect(line.trimEnd()).not.toContain('\n')
    expect(JSON.parse(line)).toMatchObject({ file: text, kept: 1, broken: 1, unjudged: 1 })
  })
  fc.assert(property)
})

test('in Markdown a text of a program is code in a cell of its own', () => {
  const text = judgedMarkdown(judgedWith('a|b `c` <img> *d*'), EXACT)
  expect(text).toContain(
    '| `` classes.a\\|b `c` <img> *d* `` | `` a\\|b `c` <img> *d* `` was found | at most 3 |',
  )
  const tables = text.split('\n').filter((line) => line.startsWith('|'))
  const cells = tables.map((line) => line.match(/(?<!\\)\|/g)!.length)
  expect(cells).toEqual([5, 5, 5, 4, 4, 4, 4, 4, 4])
})

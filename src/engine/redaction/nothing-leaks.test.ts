import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DeepQuestion } from '../questions/questions.ts'
import type { Session } from '../session.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { randomAccessSource } from '../testing/memory-container.ts'
import { openWhole } from '../testing/pairs.ts'
import { plantedFile } from '../testing/planted-file.ts'
import { plantedPython } from '../testing/planted-python.ts'
import { allBytesOf, savedRedacted, textsIn } from '../testing/redacting.ts'
import { sourceOf } from '../testing/sample-text.ts'

const ALL = { start: 0, end: 100_000 }
/** What stands around the part of a secret that is looked for, so that it also has to be escaped. */
const AROUND = [
  '',
  '"',
  '\\',
  '\n',
  '\u0000',
  '\u2028',
  'é',
  '漢字',
  '😀',
  '\ud83d',
  '\ude00',
  '</script>',
  '‹',
  "'",
]

/** Secrets are words that no rule could tell from names of variables, with something around them. */
interface Planted {
  readonly file: string
  readonly secrets: readonly string[]
  readonly kept: readonly string[]
}

/** @param write gives the capture's text */
const planted = (write: typeof plantedFile): fc.Arbitrary<Planted> =>
  fc
    .record({
      letters: fc.string({
        unit: fc.constantFrom('b', 'c', 'd', 'f', 'g', 'a', 'e', 'i', 'o', 'u'),
        minLength: 6,
        maxLength: 8,
      }),
      around: fc.array(fc.constantFrom(...AROUND), { minLength: 8, maxLength: 8 }),
    })
    .map(({ letters, around }) => {
      const secrets: string[] = []
      const kept: string[] = []
      const secret = (place: string): string => {
        const word = `q${letters}${numbered(secrets.length)}`
        secrets.push(word)
        // Keys of tables look like any property.
        const bare = /table/.test(place)
        return bare ? word : `${around[secrets.length % 8]}${word}${around[(secrets.length * 3) % 8]}`
      }
      const name = (place: string): string => {
        const word = `kept${place}${numbered(kept.length)}`
        kept.push(word)
        return word
      }
      return { file: write(secret, name), secrets, kept }
    })

/** A number in letters. */
function numbered(n: number): string {
  return String(n).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)
}

/** All ways in which a word may be written. */
function spellings(word: string): Buffer[] {
  const escaped = Array.from(
    word,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  ).join('')
  return [
    Buffer.from(word),
    Buffer.from(word, 'utf16le'),
    Buffer.from(word, 'utf16le').swap16(),
    Buffer.from(escaped),
  ]
}

function foundIn(bytes: readonly Uint8Array[], words: readonly string[]): string[] {
  const all = bytes.map((some) => Buffer.from(some.buffer, some.byteOffset, some.byteLength))
  return words.filter((word) =>
    spellings(word).some((spelling) => all.some((some) => some.includes(spelling))),
  )
}

/** Questions that take a list's request and nothing that has to be found out first. */
const LISTS = [
  'strings',
  'duplicates',
  'shapes',
  'collections',
  'classShapes',
] as const satisfies readonly DeepQuestion[]

/** Everything that a session says of a heap, as JSON. */
async function everythingOf(session: Session): Promise<string> {
  const { nodes } = session.summary()
  const said: unknown[] = [
    session.summary(),
    session.kinds(),
    session.classes(ALL),
    session.records(0, nodes),
  ]
  said.push(await session.objects(ALL, QUIET_HOST), session.find('e', 1000))
  for (let node = 0; node < nodes; node++) {
    said.push(session.object(node), session.references(node, ALL), session.retainers(node, ALL))
    said.push(await session.dominated(node, ALL, QUIET_HOST))
  }
  for (const question of LISTS) said.push(await session.ask(question, [ALL], QUIET_HOST))
  said.push(await session.ask('stringOverview', [], QUIET_HOST), await session.ask('process', [], QUIET_HOST))
  return JSON.stringify(said)
}

async function open(bytes: Uint8Array): Promise<Session> {
  return openWhole(randomAccessSource(bytes))
}

const FILES = [
  ['V8', plantedFile],
  ['Python', plantedPython],
] as const

describe.each(FILES)('a capture of %s with a secret in every place', (_family, write) => {
  test('leaves none of them in its redacted container, nor in anything that is said of it', async () => {
    await fc.assert(
      fc.asyncProperty(planted(write), async ({ file, secrets, kept }) => {
        const name = `${secrets[0]}.heapsnapshot`
        const original = await openWhole(sourceOf([new TextEncoder().encode(file)], name))
        const container = await savedRedacted(original)
        expect(foundIn(await allBytesOf(container), secrets)).toEqual([])
        const everything = Buffer.from(await everythingOf(await open(container)))
        expect(foundIn([everything], secrets)).toEqual([])
        // What is a name elsewhere goes as that, and its string is a value all the same.
        const strings = (await open(container)).records(0, original.summary().nodes)
        const told = strings.filter(({ type, name: text }) => type === 'string' && !text.startsWith('‹'))
        expect(told).toEqual([])
        const texts = Buffer.from((await textsIn(container)).join('\n').toLowerCase())
        const names = kept.map((word) => word.toLowerCase())
        expect(foundIn([texts], names)).toEqual(names)
      }),
      { numRuns: 40 },
    )
  }, 120_000)

  test('has them all in a container that is not redacted, but for strings that nothing uses', async () => {
    const [{ file, secrets }] = fc.sample(planted(write), { numRuns: 1, seed: 1 }) as [Planted]
    const original = await openWhole(sourceOf([new TextEncoder().encode(file)], 'f'))
    const everything = Buffer.from(await everythingOf(original))
    expect(foundIn([everything], secrets).length).toBeGreaterThan(secrets.length * 0.9)
  }, 60_000)
})

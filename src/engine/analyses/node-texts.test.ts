import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactText, type TextPattern, textWithin } from '../model/text-pattern.ts'
import { buildSnapshot, type EdgeSpec, type HeapSpec, type NodeSpec } from '../testing/heap-builder.ts'
import { displayName } from './names.ts'
import { nameReader } from './node-texts.ts'

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom('a', 'B', 'k', ' '), maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"', '\\', 'é', 'İ', '\u212a', '\ud83d', '\ude00', '\n', 'x'.repeat(1020)),
  },
)
const kind = fc.constantFrom('concatenated string', 'concatenated string', 'string', 'object')

/** Strings made of parts that may be made of parts, in rings too, some without parts, and plain objects among them. */
const ropes: fc.Arbitrary<HeapSpec> = fc
  .array(fc.tuple(kind, piece, fc.nat(), fc.nat(), fc.nat({ max: 4 })), { minLength: 1, maxLength: 9 })
  .map((parts) => {
    const nodes = parts.map(([type, text], index): NodeSpec => {
      const name = type === 'object' ? 'Object' : text
      return { type: index === 0 ? 'synthetic' : type, name, id: 2 * index + 1, selfSize: 1 }
    })
    const edges = parts.flatMap(([, , first, second, which], from): EdgeSpec[] => [
      ...((which & 1) === 0 ? [{ from, to: first % parts.length, type: 'internal', name: 'first' }] : []),
      ...(which < 3 ? [{ from, to: second % parts.length, type: 'internal', name: 'second' }] : []),
      ...(which === 4 ? [{ from, to: 0, type: 'property', name: 'a' }] : []),
    ])
    return { root: 0, nodes, edges }
  })

test('names are found as if each were decoded', () => {
  fc.assert(
    fc.property(ropes, fc.nat(), fc.nat({ max: 6 }), fc.nat({ max: 4 }), (spec, pick, from, form) => {
      const snapshot = buildSnapshot(spec)
      const all = Array.from({ length: snapshot.nodeCount }, (_, node) => displayName(snapshot, node))
      const whole = all[pick % all.length]!
      const patterns: readonly TextPattern[] = [
        textWithin(whole.slice(from, from + 3)),
        textWithin(whole.slice(-3)),
        exactText(whole),
        textWithin('kb'),
        { form: 'regex', text: '', test: (text) => /b\s*k|^a.?$/i.test(text) },
      ]
      const pattern = patterns[form]!
      const found = nameReader(snapshot)(pattern)
      expect(all.map((_, node) => found(node))).toEqual(all.map((name) => pattern.test(name)))
    }),
    { numRuns: 500 },
  )
})

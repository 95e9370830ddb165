import { type About, frameOf } from '../src/engine/format/bundle/bundle.ts'

/** A bundle as it is saved by its sender. */
export function bundleOf(
  about: Partial<About>,
  captures: readonly { readonly name: string; readonly label: string | null; readonly bytes: Buffer }[],
): Buffer {
  const { head, tail } = frameOf(
    {
      title: 'A cache that only grows',
      note: 'Look at Session.',
      place: '',
      created: '2026-11-26T21:00:00.000Z',
      redacted: false,
      ...about,
    },
    captures.map(({ name, label, bytes }) => ({ name, label, bytes: bytes.length })),
  )
  return Buffer.concat([head, ...captures.map(({ bytes }) => bytes), tail])
}

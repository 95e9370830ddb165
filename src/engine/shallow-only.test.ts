import { describe, expect, test } from 'vitest'
import { EVERYTHING } from './format/v8/reading.ts'
import { Session } from './session.ts'
import { captureSource, openCapture, QUIET_HOST } from './testing/captures.ts'

const CAPTURE = 'node-24.9.0-target.heapsnapshot.gz'
const NO_REFERENCES = /without its references/
const WHOLE = { start: 0, end: 1e9 }

async function openShallow(name = CAPTURE): Promise<Session> {
  const source = captureSource(name)
  const session = await Session.read(source, QUIET_HOST, null, { available: 0, shallowOnly: true })
  await session.complete(QUIET_HOST)
  return session
}

describe('a capture read without its references', () => {
  const shallow = openShallow()
  const whole = openCapture(CAPTURE)

  test('has the totals of the whole one, and says what it is', async () => {
    const { stage, phases, unreachable, ...totals } = (await shallow).summary()
    expect(stage).toBe('shallow')
    // Plain objects are fewer classes than their shapes are.
    const { classes } = (await whole).summary()
    expect(totals).toMatchObject({ nodes: 63_899, edges: 261_784, strings: 28_323 })
    expect(totals.classes).toBeLessThan(classes)
    expect(totals.shallowSize).toBe((await whole).summary().shallowSize)
    expect(unreachable).toBeNull()
    expect(phases.map(({ name }) => name)).not.toContain('distances')
  })

  test.each([CAPTURE, 'chrome-156-shop.heapsnapshot.gz'])(
    '%s has the ids of the whole one, and draws the same',
    async (name) => {
      const ids = await (await openShallow(name)).ids(QUIET_HOST)
      expect(ids).toEqual(await (await openCapture(name)).ids(QUIET_HOST))
      expect(ids.sample.id.length).toBeGreaterThan(4000)
    },
  )

  test('sums up the sizes that the file states, by class', async () => {
    const { rows } = (await shallow).classes(WHOLE)
    expect(rows.reduce((sum, row) => sum + row.shallowSize, 0)).toBe((await whole).summary().shallowSize)
    const session = rows.find(({ name }) => name === 'Session')
    expect(session).toMatchObject({ count: 410, retainedSize: null, distance: null })
  })

  test('lists objects by size as the file states it', async () => {
    const session = await shallow
    const { rows } = await session.objects(
      { start: 0, end: 5, sort: { column: 'shallowSize', descending: true } },
      QUIET_HOST,
    )
    const largest = (await (await whole).objects(WHOLE, QUIET_HOST)).rows
      .map(({ selfSize }) => selfSize)
      .toSorted((a, b) => b - a)
    expect(rows.map(({ shallowSize }) => shallowSize)).toEqual(largest.slice(0, 5))
  })

  test('can be filtered by what needs no references, and says what does', async () => {
    const session = await shallow
    expect(
      (await session.objects({ start: 0, end: 1, filter: 'class:=Session size:>8' }, QUIET_HOST)).total,
    ).toBe(410)
    for (const filter of ['retained:>1', 'under:@1', 'edge:a', 'shape:a', 'refs:>1']) {
      await expect(session.objects({ start: 0, end: 1, filter }, QUIET_HOST), filter).rejects.toThrow(
        NO_REFERENCES,
      )
    }
    expect(() => session.classes({ start: 0, end: 1, filter: 'distance:1' })).toThrow(NO_REFERENCES)
  })

  test('does not call plain objects empty', async () => {
    const session = await shallow
    const { rows } = await session.objects(WHOLE, QUIET_HOST)
    const objects = rows.filter(({ kind }) => kind === 'object').map(({ name }) => name)
    expect(objects).toContain('Object')
    expect(objects).not.toContain('{}')
    const classes = session.classes(WHOLE).rows.map(({ name }) => name)
    expect(classes).toContain('Object')
    expect(classes).not.toContain('{}')
  })

  test('answers questions about references with what is missing and why', async () => {
    const session = await shallow
    expect(() => session.object(1)).toThrow(NO_REFERENCES)
    expect(() => session.references(1, WHOLE)).toThrow(NO_REFERENCES)
    expect(() => session.retainers(1, WHOLE)).toThrow(NO_REFERENCES)
    await expect(session.dominated(1, WHOLE, QUIET_HOST)).rejects.toThrow(NO_REFERENCES)
    expect(() => session.records(0, 1)).toThrow(NO_REFERENCES)
    await expect(session.findRetainers(QUIET_HOST)).rejects.toThrow(NO_REFERENCES)
  })
})

describe('a capture that needs more memory than there is', () => {
  test('is refused before its nodes are read', async () => {
    const source = captureSource(CAPTURE)
    let taken = 0
    const counting = {
      ...source,
      async *chunks() {
        for await (const chunk of source.chunks()) {
          taken += chunk.length
          yield chunk
        }
      },
    }
    const reading = { available: 50 << 20, shallowOnly: false }
    const refused = Session.read(counting, QUIET_HOST, null, reading)
    await expect(refused).rejects.toThrow(/takes about \d+ MiB .* only about 50 MiB are free/)
    await expect(refused).rejects.toMatchObject({ code: 'too-big' })
    expect(taken).toBeLessThan((source.size ?? 0) / 4)
  })

  test('is read where nobody knows how much there is', async () => {
    const session = await Session.read(captureSource(CAPTURE), QUIET_HOST, null, EVERYTHING)
    expect(session.summary().stage).toBe('parsed')
  })
})

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { EVERYTHING } from './format/v8/reading.ts'
import { findThere } from './graph/crossing.ts'
import type { Assistant } from './read-heap.ts'
import { Session } from './session.ts'
import { QUIET_HOST } from './testing/captures.ts'
import { quietTask } from './testing/quiet-task.ts'
import { fileText, readerOf, sourceFor } from './testing/second-reader.ts'

const WHOLE = { start: 0, end: 1e9 }
const BIGGEST = { start: 0, end: 50, sort: { column: 'shallowSize', descending: true } } as const
const NOT_READY = expect.objectContaining({ code: 'not-ready' }) as Error

function plainCapture(name: string): Uint8Array {
  return gunzipSync(readFileSync(new URL(`../../fixtures/captures/${name}`, import.meta.url)))
}

/** An assistant in this thread. */
function assistantFor(file: Uint8Array | string): Assistant {
  return {
    ...readerOf(file).reader,
    find: (snapshot, listener) => findThere(snapshot, quietTask(), listener),
    end() {},
  }
}

/** Opens a file with an assistant. @param ask asked of the early session as soon as it is there */
async function openBoth(
  file: Uint8Array | string,
  ask: (early: Session) => Promise<unknown> = async () => null,
) {
  let asked: Promise<unknown> = Promise.resolve()
  const onEarly = vi.fn<(early: Session) => void>((early) => {
    asked = ask(early)
  })
  const session = await Session.read(sourceFor(file), QUIET_HOST, assistantFor(file), EVERYTHING, onEarly)
  await session.complete(QUIET_HOST)
  expect(onEarly).toHaveBeenCalledOnce()
  return { early: onEarly.mock.calls[0]![0], session, asked: await asked }
}

async function openShallow(file: Uint8Array | string): Promise<Session> {
  const reading = { available: null, shallowOnly: true }
  return Session.read(sourceFor(file), QUIET_HOST, null, reading)
}

async function openAlone(file: Uint8Array | string): Promise<Session> {
  const session = await Session.read(sourceFor(file), QUIET_HOST)
  await session.complete(QUIET_HOST)
  return session
}

/** What can be asked without references. */
async function answers(session: Session) {
  const { stage: _stage, phases: _phases, ...summary } = session.summary()
  const { rows } = session.classes(WHOLE)
  return {
    summary,
    kinds: session.kinds(),
    classes: session.classes({ ...BIGGEST, filter: 'a' }),
    all: rows,
    byKey: rows.slice(0, 9).map(({ key }) => session.classByKey(key)),
    instances: await Promise.all(
      rows.slice(0, 9).map(({ key }) => session.instances(key, BIGGEST, QUIET_HOST)),
    ),
    objects: await session.objects(BIGGEST, QUIET_HOST),
    named: await session.objects({ ...BIGGEST, filter: 'session' }, QUIET_HOST),
    found: [session.find('@7', 1), session.find('map', 5)],
    byId: session.nodeById((await session.objects(BIGGEST, QUIET_HOST)).rows[0]!.id),
  }
}

/** What a session says of everything. */
async function everything(session: Session) {
  const { phases: _phases, ...summary } = session.summary()
  return { ...(await answers(session)), summary, records: session.records(0, summary.nodes) }
}

describe('a session of what is known before the references are read', () => {
  const CAPTURE = plainCapture('node-24.9.0-target.heapsnapshot.gz')

  test('answers as one of a capture opened without its references', async () => {
    for (const file of [CAPTURE, fileText()]) {
      const { early, asked } = await openBoth(file, answers)
      expect(early.summary().stage).toBe('early')
      expect(asked).toEqual(await answers(await openShallow(file)))
    }
  })

  test('says of references that they are still being read', async () => {
    const { early } = await openBoth(fileText())
    expect(() => early.object(1)).toThrow(NOT_READY)
    expect(() => early.references(1, WHOLE)).toThrow(NOT_READY)
    expect(() => early.retainers(1, WHOLE)).toThrow(NOT_READY)
    await expect(early.dominated(1, WHOLE, QUIET_HOST)).rejects.toThrow(NOT_READY)
    expect(() => early.records(0, 1)).toThrow(/still being read/)
    await expect(early.findRetainers(QUIET_HOST)).rejects.toThrow(NOT_READY)
  })

  test.each(['node-24.9.0-target.heapsnapshot.gz', 'chrome-156-target.heapsnapshot.gz'])(
    'changes nothing for the one that takes its place: %s',
    async (name) => {
      const file = plainCapture(name)
      const { session } = await openBoth(file, answers)
      expect(session.summary().stage).toBe('ready')
      expect(await everything(session)).toEqual(await everything(await openAlone(file)))
    },
  )

  test('is not made where nobody helps, where nobody asks, or where references are left out', async () => {
    const file = fileText()
    const onEarly = vi.fn<(early: Session) => void>()
    await Session.read(sourceFor(file), QUIET_HOST, null, EVERYTHING, onEarly)
    await Session.read(sourceFor(file), QUIET_HOST, assistantFor(file))
    const reading = { available: null, shallowOnly: true }
    await Session.read(sourceFor(file), QUIET_HOST, assistantFor(file), reading, onEarly)
    expect(onEarly).not.toHaveBeenCalled()
  })

  test('tells of no progress, so that the phases come in their order', async () => {
    const phases: string[] = []
    const host = {
      ...QUIET_HOST,
      progress: ({ phase }: { readonly phase: string }) => phases.push(phase),
    }
    const file = fileText()
    let before = -1
    await Session.read(sourceFor(file), host, assistantFor(file), EVERYTHING, () => (before = phases.length))
    expect(before).toBeGreaterThan(0)
    expect(phases.slice(0, before)).not.toContain('classes')
    expect([...new Set(phases)]).toEqual(['read', 'shallow sizes', 'classes'])
  })

  test('is given up when reading is cancelled', async () => {
    const file = fileText()
    const signal = { aborted: false }
    const cancel = () => (signal.aborted = true)
    const opening = Session.read(
      sourceFor(file),
      { ...QUIET_HOST, signal },
      assistantFor(file),
      EVERYTHING,
      cancel,
    )
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('is followed by the error that is found in the references', async () => {
    const file = fileText({ change: (edges) => void (edges[edges.length - 1] = 7) })
    const onEarly = vi.fn<(early: Session) => void>()
    const opening = Session.read(sourceFor(file), QUIET_HOST, assistantFor(file), EVERYTHING, onEarly)
    await expect(opening).rejects.toMatchObject({ code: 'bad-edge' })
    expect(onEarly).toHaveBeenCalledOnce()
  })
})

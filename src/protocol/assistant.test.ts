import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import { openFile } from '#engine/format/open.ts'
import type { ByteSource } from '#engine/format/source.ts'
import { Session } from '#engine/session.ts'
import { QUIET_HOST } from '#engine/testing/captures.ts'
import { edgeNameColumn } from '#engine/testing/edge-name-column.ts'
import { quietTask } from '#engine/testing/quiet-task.ts'
import { fileText, sourceFor } from '#engine/testing/second-reader.ts'
import { assistantIn, serveAssistant } from './assistant.ts'

const WITH_WEAK_MAPS = '../../fixtures/captures/node-22.20.0-target.heapsnapshot.gz'

let channel: MessageChannel

afterEach(() => {
  vi.useRealTimers()
  channel.port1.close()
  channel.port2.close()
})

/** An assistant whose messages are copied as between threads, and what it did. */
function assistantFor(text: string) {
  channel = new MessageChannel()
  const open = () => sourceFor(text, 1 << 16)
  serveAssistant({ hostFor: () => QUIET_HOST, open }, channel.port2)
  const assistant = assistantIn({
    endpoint: channel.port1,
    death: new Promise(() => {}),
    end: () => {},
    isHelped: true,
  })
  const did = {
    readTail: vi.spyOn(assistant, 'readTail'),
    readAhead: vi.spyOn(assistant, 'readAhead'),
    find: vi.spyOn(assistant, 'find'),
  }
  return { assistant, did }
}

/** Reads so slowly that messages come in between. */
function slowly(source: ByteSource): ByteSource {
  return {
    ...source,
    async *chunks(from = 0) {
      for await (const chunk of source.chunks(from)) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        yield chunk
      }
    },
  }
}

async function contentOf(
  source: ByteSource,
  tailReader: ReturnType<typeof assistantFor>['assistant'] | null,
) {
  const opened = await openFile(source, quietTask(), { tailReader })
  if (opened.form !== 'capture') throw new Error('This should be a capture.')
  const { strings, edgeLink, locations, ...rest } = opened.snapshot
  return {
    texts: Array.from({ length: strings.count }, (_, i) => strings.text(i)),
    links: edgeLink.join(),
    names: edgeNameColumn(opened.snapshot).join(),
    places: locations?.place.join(),
    sizes: rest.selfSize.join(),
  }
}

test('what a thread reads of a file crosses to the one that asked for it', async () => {
  const text = fileText()
  const { assistant, did } = assistantFor(text)
  const source = sourceFor(text, 1 << 14)
  const chunks = vi.spyOn(source, 'chunks')
  const together = await contentOf(slowly(source), assistant)
  expect(together).toEqual(await contentOf(sourceFor(text), null))
  for (const done of [did.readTail, did.readAhead]) {
    expect(done).toHaveBeenCalledOnce()
    expect(await done.mock.results[0]!.value).not.toBeNull()
  }
  const starts = chunks.mock.calls.map(([from]) => from ?? 0)
  expect(starts).toHaveLength(4)
  expect(starts.at(-1)).toBe(new TextEncoder().encode(text).length - ']}'.length)
})

test('what a thread finds of the graph crosses too', async () => {
  const text = fileText()
  const { assistant, did } = assistantFor(text)
  const session = await Session.read(slowly(sourceFor(text, 1 << 14)), QUIET_HOST, assistant)
  await session.complete(QUIET_HOST)
  const alone = await Session.read(sourceFor(text), QUIET_HOST)
  await alone.complete(QUIET_HOST)
  expect(session.records(0, 9000)).toEqual(alone.records(0, 9000))
  expect(did.find).toHaveBeenCalledOnce()
  expect(await did.find.mock.results[0]!.value).toMatchObject({
    node: expect.any(Uint32Array) as Uint32Array,
  })
})

test('what keeps entries of WeakMaps alive comes out the same where names were read ahead', async () => {
  const file = gunzipSync(readFileSync(new URL(WITH_WEAK_MAPS, import.meta.url))).toString()
  const { assistant, did } = assistantFor(file)
  const session = await Session.read(slowly(sourceFor(file, 1 << 16)), QUIET_HOST, assistant)
  await session.complete(QUIET_HOST)
  expect(await did.readAhead.mock.results[0]!.value).not.toBeNull()
  const alone = await Session.read(sourceFor(file), QUIET_HOST)
  await alone.complete(QUIET_HOST)
  const { nodes } = alone.summary()
  expect(session.records(0, nodes)).toEqual(alone.records(0, nodes))
})

test('what another heap is compared by lies in memory that threads share, where a second thread helps', async () => {
  const text = fileText()
  const { assistant } = assistantFor(text)
  const session = await Session.read(slowly(sourceFor(text, 1 << 14)), QUIET_HOST, assistant)
  await session.complete(QUIET_HOST)
  const { nodeId, shallowSize, retainedSize, dominator, classOf, paths } = await session.digest(
    true,
    QUIET_HOST,
  )
  for (const column of [nodeId, shallowSize, retainedSize, dominator, classOf, paths!.low, paths!.step]) {
    expect((column as Uint32Array).buffer).toBeInstanceOf(SharedArrayBuffer)
  }
  const alone = await Session.read(sourceFor(text), QUIET_HOST)
  await alone.complete(QUIET_HOST)
  expect((await alone.digest(false, QUIET_HOST)).dominator.buffer).toBeInstanceOf(ArrayBuffer)
})

const SEARCH = { origin: null, from: 0, stride: 3 }
/** In which messages come. */
const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a thread that does not begin is given up and ended, and one that this thread was too busy to hear is not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  channel = new MessageChannel()
  const end = vi.fn<() => void>()
  const silent = assistantIn({ endpoint: channel.port1, death: new Promise(() => {}), end, isHelped: true })
  const asked = silent.findTails(SEARCH)
  vi.advanceTimersByTime(9_999)
  await aTurn()
  expect(end).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2)
  await expect(asked).rejects.toThrow('The second thread did not begin within 10 s.')
  expect(end).toHaveBeenCalledOnce()
  await expect(silent.findTails(SEARCH)).rejects.toThrow('did not begin')
  channel.port1.close()

  const { assistant } = assistantFor(fileText())
  vi.advanceTimersToNextTimer()
  while (vi.getTimerCount() > 0) await aTurn()
  expect(await assistant.findTails(SEARCH)).toEqual([])
})

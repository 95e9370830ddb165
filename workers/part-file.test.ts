import { expect, test } from 'vitest'
import type { AccessHandle } from './exclusive-file.ts'
import { boundedWriter } from './part-file.ts'

/** A file in a browser that has room for `room` bytes; `grow` makes more. */
function limited(room: number) {
  const bytes: number[] = []
  const disk = {
    bytes,
    grow: (by: number) => {
      room += by
    },
  }
  const handle: AccessHandle = {
    write(piece, { at }) {
      if (at >= room) throw new DOMException('full', 'QuotaExceededError')
      const fits = piece.subarray(0, room - at)
      fits.forEach((byte, i) => (bytes[at + i] = byte))
      return fits.length
    },
    flush() {},
    close() {},
  }
  return { disk, handle }
}

const noRoom = async () => false

test('pieces are written one after the other', async () => {
  const { disk, handle } = limited(100)
  const write = boundedWriter(handle, 100, noRoom)
  await write(Uint8Array.of(1, 2))
  await write(new Uint8Array(0))
  await write(Uint8Array.of(9, 3, 4).subarray(1))
  expect(disk.bytes).toEqual([1, 2, 3, 4])
})

test('nothing is written beyond what may be', async () => {
  const { disk, handle } = limited(100)
  const write = boundedWriter(handle, 3, noRoom)
  await write(Uint8Array.of(1, 2, 3))
  await expect(write(Uint8Array.of(4))).rejects.toMatchObject({ code: 'too-big' })
  expect(disk.bytes).toEqual([1, 2, 3])
})

test('where the disk is full, room is made as often as there is something to delete', async () => {
  const { disk, handle } = limited(2)
  let others = 3
  const write = boundedWriter(handle, 100, async () => {
    if (others-- === 0) return false
    disk.grow(2)
    return true
  })
  await write(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))
  expect(disk.bytes).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  await expect(write(Uint8Array.of(9))).rejects.toMatchObject({ code: 'too-big' })
})

test('other failures of the disk are not taken for a full one', async () => {
  const failing: AccessHandle = {
    ...limited(2).handle,
    write: () => {
      throw new DOMException('gone', 'InvalidStateError')
    },
  }
  await expect(boundedWriter(failing, 9, async () => true)(Uint8Array.of(1))).rejects.toThrow('gone')
})

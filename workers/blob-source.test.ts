import { expect, test } from 'vitest'
import { blobSource } from './blob-source.ts'

test('a blob is read from its start or anywhere, never past its end', async () => {
  const source = blobSource(new Blob(['hello, world']), 'a.heapscope')
  let text = ''
  for await (const chunk of source.chunks()) text += new TextDecoder().decode(chunk)
  expect(text).toBe('hello, world')
  expect(source.size).toBe(12)
  expect(new TextDecoder().decode(await source.read!(7, 9))).toBe('wo')
  expect((await source.read!(10, 99)).length).toBe(2)
})

/** What a server that caches answers holds: each has an address and a text of its own, about as long as V8 writes out. */
import { librarySources } from './library-sources.mjs'

/** V8 cuts strings off at 1,024 characters; line ends and quotes take two in the file. */
const TEXT_LENGTH = 960

class CachedAnswer {
  hits = 0

  constructor(address, text, headers) {
    this.address = address
    this.text = text
    this.headers = headers
  }
}

/** @param count how many answers */
export function fill(count) {
  const source = Buffer.from(
    librarySources()
      .map(({ text }) => text)
      .join('\n'),
    'latin1',
  )
  const answers = new Map()
  for (let i = 0; i < count; i++) {
    const address = Buffer.from(`/documents/${i}/latest`).latin1Slice()
    // Through bytes, so that it is a string of its own and no view of a longer one.
    const start = (i * 977) % (source.length - TEXT_LENGTH)
    const head = Buffer.from(`${i} `)
    const text = Buffer.concat([
      head,
      source.subarray(start, start + TEXT_LENGTH - head.length),
    ]).latin1Slice()
    answers.set(address, new CachedAnswer(address, text, { etag: i, vary: 'accept' }))
  }
  return answers
}

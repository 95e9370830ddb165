/**
 * `node client.mjs <address> <uploads> <downloads> <bytes>`
 *
 * Shares files by tus, all at once, then fetches them, all at once, and compares every byte. A process of its own, so that
 * its memory and its waiting are not the server's. Prints JSON.
 */
import { createHash, randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'

const [address, ...numbers] = process.argv.slice(2)
const [uploads, downloads, bytes] = numbers.map(Number)
/** Files begin so far apart in the same random bytes: they differ, and need no memory of their own. */
const APART = 4099
const source = randomBytes(bytes + uploads * APART)
const agent = new Agent({ maxSockets: Infinity, keepAlive: true })
const deleteHash = createHash('sha256').update('token').digest('hex')
const METADATA = Object.entries({ expires: '1', deleteHash })
  .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
  .join(',')

const ids = []
const up = await atOnce(uploads, async (i) => void (ids[i] = await upload(contentOf(i))))
note('uploaded')
const down = await atOnce(downloads, (i) => download(ids[i % uploads], contentOf(i % uploads)))
note('downloaded')
agent.destroy()
process.stdout.write(JSON.stringify({ up, down }))

function contentOf(i) {
  return source.subarray(i * APART, i * APART + bytes)
}

/** Tells the one who measures where we are. */
function note(text) {
  process.stderr.write(`${text}\n`)
}

/** @returns seconds for all, milliseconds of each, and how many failed, with one of the reasons */
async function atOnce(count, work) {
  const began = performance.now()
  const latencies = []
  const failures = []
  await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const from = performance.now()
      try {
        await work(i)
        latencies.push(performance.now() - from)
      } catch (error) {
        failures.push(String(error))
      }
    }),
  )
  return {
    seconds: (performance.now() - began) / 1000,
    latencies,
    failed: failures.length,
    why: failures[0] ?? null,
  }
}

async function upload(content) {
  const tus = { 'Tus-Resumable': '1.0.0' }
  const begun = await send('POST', '/api/uploads', {
    ...tus,
    'Upload-Length': content.length,
    'Upload-Metadata': METADATA,
    'Content-Length': 0,
  })
  const id = begun.headers['heapscope-share']
  if (begun.statusCode !== 201) throw new Error(`An upload was refused with ${begun.statusCode}.`)
  begun.resume()
  const headers = {
    ...tus,
    'Upload-Offset': 0,
    'Content-Type': 'application/offset+octet-stream',
    'Content-Length': content.length,
  }
  const written = await send('PATCH', `/api/uploads/${id}`, headers, content)
  written.resume()
  if (written.statusCode !== 204) throw new Error(`Bytes were refused with ${written.statusCode}.`)
  return id
}

async function download(id, expected) {
  const response = await send('GET', `/api/shares/${id}/content`, {})
  if (response.statusCode !== 200) throw new Error(`A share was refused with ${response.statusCode}.`)
  let at = 0
  for await (const chunk of response) {
    if (chunk.compare(expected, at, Math.min(at + chunk.length, expected.length)) !== 0) {
      throw new Error('A share has other bytes than were sent.')
    }
    at += chunk.length
  }
  if (at !== expected.length) throw new Error(`A share ended after ${at} bytes.`)
}

function send(method, path, headers, body) {
  return new Promise((resolve, reject) => {
    request(address + path, { method, headers, agent }, resolve)
      .on('error', reject)
      .end(body)
  })
}

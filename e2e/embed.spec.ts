import { fileURLToPath } from 'node:url'
import { expect, type FrameLocator, type Page, test } from '@playwright/test'
import { bundleOf } from './bundle-file.ts'
import { type Host, serveExample, serveHeapscope, serveStatically } from './hosts.ts'
import { captureBytes, NODE_CAPTURE } from './journey.ts'
import { withPlainHost } from './plain-host.ts'

withPlainHost()

const CAPTURE = fileURLToPath(new URL(`../fixtures/captures/${NODE_CAPTURE}`, import.meta.url))
const PAIR = ['baseline', 'final'].map((moment) =>
  fileURLToPath(new URL(`../fixtures/pairs/node-24.9.0-${moment}.heapsnapshot.gz`, import.meta.url)),
)

let pages: Host
let example: Host
test.beforeAll(async () => {
  pages = await serveStatically('/')
  example = await serveExample()
})
test.afterAll(async () => {
  await pages.close()
  await example.close()
})

/** The example page, with captures chosen in it. */
async function openExample(page: Page, ...files: readonly string[]): Promise<void> {
  await page.goto(`${example.address}example.html?heapscope=${encodeURIComponent(pages.address)}`)
  await page.getByLabel('Captures').setInputFiles([...files])
}

const about = (where: Page | FrameLocator) => where.getByRole('contentinfo', { name: 'About this capture' })
const origin = () => new URL(example.address).origin

test('a page of another site frames this one, and hands a capture in', async ({ page }) => {
  await openExample(page, CAPTURE)
  await page.getByRole('button', { name: 'Show below' }).click()
  await expect(page.getByRole('status')).toHaveText('Opened.', { timeout: 30_000 })
  const frame = page.frameLocator('iframe')
  await expect(about(frame)).toContainText('63,899 nodes')
  await expect(about(frame)).toContainText('retained sizes ready')
  expect(page.frames()[1]!.url()).toContain(`#embedder=${origin()}&v=1&source=recent:`)
  expect(await page.frames()[1]!.evaluate(() => [crossOriginIsolated, typeof SharedArrayBuffer])).toEqual([
    false,
    'undefined',
  ])
})

test('several are opened in a tab, in their order, and compared', async ({ page, context }) => {
  await openExample(page, ...PAIR)
  const opened = context.waitForEvent('page')
  await page.getByRole('button', { name: 'Open in a tab' }).click()
  const tab = await opened
  await expect(page.getByRole('status')).toHaveText('Opened.', { timeout: 30_000 })
  const captures = tab.getByRole('list', { name: 'Captures' }).getByRole('listitem')
  await expect(captures).toHaveText([/baseline.*base/, /final.*target/])
  await expect(about(tab)).toContainText('retained sizes ready')
})

/** Says something to the page in the frame, and waits for the first answer that is not PONG. */
async function say(page: Page, heapscope: unknown, base64 = ''): Promise<unknown> {
  return page.evaluate(
    async ([said, bytes]) => {
      const frame = document.querySelector('iframe')!.contentWindow!
      const buffer = Uint8Array.from(atob(bytes), (letter) => letter.codePointAt(0) ?? 0).buffer
      const answer = new Promise((resolve) => {
        addEventListener('message', ({ data, source }) => {
          if (source === frame && data !== 'PONG') resolve(data)
        })
      })
      await new Promise<void>((resolve) => {
        const pings = setInterval(() => frame.postMessage('PING', '*'), 50)
        addEventListener('message', ({ data }) => {
          if (data !== 'PONG') return
          clearInterval(pings)
          resolve()
        })
      })
      frame.postMessage({ heapscope: bytes ? { ...(said as object), buffer } : said }, '*')
      return answer
    },
    [heapscope, base64] as const,
  )
}

async function frameAt(page: Page, hash: string): Promise<FrameLocator> {
  await page.goto(`${example.address}example.html`)
  await page.evaluate((address) => {
    const frame = document.createElement('iframe')
    frame.style.height = '800px'
    frame.src = address
    document.body.append(frame)
  }, pages.address + hash)
  return page.frameLocator('iframe')
}

test('an origin that the address does not name is asked about, once a tab', async ({ page }) => {
  const capture = captureBytes(NODE_CAPTURE).toString('base64')
  const frame = await frameAt(page, '')
  const answer = say(page, { title: 'Run 812' }, capture)
  await expect(
    frame.getByRole('heading', { name: `A page at ${origin()} wants to open a capture here` }),
  ).toBeVisible()
  await expect(frame.getByRole('list', { name: 'What would be opened' })).toHaveText('Run 812 1.0 MiB')
  await frame.getByRole('button', { name: 'Open' }).click()
  expect(await answer).toEqual({ heapscope: { opened: true } })
  await expect(about(frame)).toContainText('retained sizes ready')
  expect(await say(page, { title: 'Run 813' }, capture)).toEqual({ heapscope: { opened: true } })
})

test('who is refused is told so, and is not asked about again', async ({ page }) => {
  const frame = await frameAt(page, '')
  const refused = { heapscope: { error: 'cancelled', message: 'The user did not agree to open it.' } }
  const answer = say(page, { title: 'Run 812' }, 'AAAA')
  await frame.getByRole('button', { name: 'Cancel' }).click()
  expect(await answer).toEqual(refused)
  await expect(frame.getByRole('heading', { name: /See what fills the memory/ })).toBeVisible()
  expect(await say(page, { title: 'Run 813' }, 'AAAA')).toEqual(refused)
})

test('what cannot be opened is told in a code and a sentence, in the frame and to the page around it', async ({
  page,
}) => {
  const frame = await frameAt(page, `#embedder=${example.address}`)
  expect(await say(page, { title: 'Notes' }, Buffer.from('hello').toString('base64'))).toEqual({
    heapscope: { error: 'not-json', message: expect.stringContaining('not a heap snapshot') },
  })
  await expect(frame.getByRole('alert')).toContainText('Notes could not be opened')
  expect(await say(page, { title: 'Notes' })).toEqual({
    heapscope: { error: 'bad-message', message: expect.stringContaining('buffer') },
  })
})

test('a bundle opens as its sender saw it', async ({ page }) => {
  const frame = await frameAt(page, `#embedder=${example.address}`)
  const bundle = bundleOf({ place: '#v=1&source=share:0&view=classes&filter=Session' }, [
    { name: NODE_CAPTURE, label: null, bytes: captureBytes(NODE_CAPTURE) },
  ])
  expect(await say(page, { title: 'Shared' }, bundle.toString('base64'))).toEqual({
    heapscope: { opened: true },
  })
  await expect(frame.getByPlaceholder(/filter classes/i)).toHaveValue('Session')
  await expect(frame.getByRole('region', { name: 'What the sender says' })).toContainText('Look at Session.')
})

test('several captures open where the page around says, under its titles', async ({ page }) => {
  await openExample(page, ...PAIR)
  await page.evaluate(async (address) => {
    const { handIn } = (await import(new URL('heapscope.js', location.href).href)) as {
      readonly handIn: (target: Window, origin: string, what: unknown) => Promise<void>
    }
    const frame = document.createElement('iframe')
    frame.src = `${address}#embedder=${location.origin}`
    document.body.append(frame)
    const [first, second] = document.querySelector('input')!.files!
    await handIn(frame.contentWindow!, new URL(address).origin, {
      captures: [
        { buffer: await first!.arrayBuffer(), title: 'Before the rush' },
        { buffer: second, title: 'After the rush', fileName: second!.name },
      ],
      place: '#v=1&view=classes&filter=Session',
    })
  }, pages.address)
  const frame = page.frameLocator('iframe')
  await expect(frame.getByPlaceholder(/filter classes/i)).toHaveValue('Session')
  const captures = frame.getByRole('list', { name: 'Captures' }).getByRole('listitem')
  await expect(captures).toHaveText([/Before the rush.*base/, /After the rush.*target/])
})

test.describe('Heapscope’s own server', () => {
  test('lets a site that it names frame the page for it, and no other site', async ({ page }) => {
    const server = await serveHeapscope({ HEAPSCOPE_ALLOWED_ORIGINS: origin() })
    try {
      const embed = encodeURIComponent(`${server.address}embed`)
      await page.goto(`${example.address}example.html?heapscope=${embed}`)
      await page.getByLabel('Captures').setInputFiles(CAPTURE)
      await page.getByRole('button', { name: 'Show below' }).click()
      await expect(page.getByRole('status')).toHaveText('Opened.', { timeout: 30_000 })
      await expect(about(page.frameLocator('iframe'))).toContainText('63,899 nodes')
      const opened = page.context().waitForEvent('page')
      await page.getByRole('button', { name: 'Open in a tab' }).click()
      await expect(about(await opened)).toContainText('retained sizes ready', { timeout: 30_000 })
      await expect(page.getByRole('status')).toHaveText('Opened.')

      const { port } = new URL(example.address)
      await page.goto(`http://plain.example:${port}/example.html?heapscope=${embed}`)
      await page.getByRole('button', { name: 'Show below' }).click()
      await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/)
    } finally {
      await server.close()
    }
  })
})

test('where another origin is named, nobody is answered', async ({ page }) => {
  await frameAt(page, '#embedder=https://other.example')
  await expect(page.frameLocator('iframe').getByRole('heading', { name: /See what fills/ })).toBeVisible()
  const answers = await page.evaluate(async () => {
    const heard: unknown[] = []
    addEventListener('message', ({ data }) => heard.push(data))
    document.querySelector('iframe')!.contentWindow!.postMessage('PING', '*')
    await new Promise((resolve) => setTimeout(resolve, 500))
    return heard
  })
  expect(answers).toEqual([])
})

test('in a frame without any storage it works, and says what is not kept', async ({ page }) => {
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  await page.addInitScript(() => {
    if (self === top) return
    const denied = () => {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    }
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(self, name, { get: denied })
    StorageManager.prototype.getDirectory = async () => denied()
    StorageManager.prototype.estimate = async () => denied()
    LockManager.prototype.request = async () => denied()
  })
  await openExample(page, CAPTURE)
  await page.getByRole('button', { name: 'Show below' }).click()
  await expect(page.getByRole('status')).toHaveText('Opened.', { timeout: 30_000 })
  const frame = page.frameLocator('iframe')
  await expect(about(frame)).toContainText(
    'Not kept after a reload. This browser lets pages in a frame of another site keep no files.',
  )
  await frame.getByRole('button', { name: 'Close the capture' }).click()
  await expect(frame.getByText('This browser lets this page keep nothing here')).toBeVisible()
  expect(faults).toEqual([])
})

test('in a frame on a page without TLS it works, and says what is not kept', async ({ page }) => {
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  await page.goto(
    `http://plain.example:${new URL(example.address).port}/example.html?heapscope=${encodeURIComponent(pages.address)}`,
  )
  await page.getByLabel('Captures').setInputFiles(CAPTURE)
  await page.getByRole('button', { name: 'Show below' }).click()
  await expect(page.getByRole('status')).toHaveText('Opened.', { timeout: 30_000 })
  await expect(about(page.frameLocator('iframe'))).toContainText(
    'Not kept after a reload. Browsers keep files only',
  )
  expect(faults).toEqual([])
})

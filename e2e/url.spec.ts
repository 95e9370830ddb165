import type { ServerResponse } from 'node:http'
import { test as base } from '@playwright/test'
import { faultsOf } from './axe.ts'
import { bundleOf } from './bundle-file.ts'
import { type Host, serveHeapscope, serveStatically, serveWith } from './hosts.ts'
import {
  captureBytes,
  expect,
  NODE_CAPTURE,
  pairBytes,
  statusBar,
  test,
  untilReady,
  widthOver,
} from './journey.ts'
import { withPlainHost } from './plain-host.ts'

const BEFORE = 'node-24.9.0-baseline.heapsnapshot.gz'
const AFTER = 'node-24.9.0-final.heapsnapshot.gz'
const CORS = { 'Access-Control-Allow-Origin': '*' }

withPlainHost()

test('a capture of the page’s own server is loaded at once, and again on reload', async ({ page }) => {
  await page.goto(`./#url=samples/${NODE_CAPTURE}&view=classes`)
  await untilReady(page)
  await expect(statusBar(page)).toContainText('63,899 nodes')
  await expect(statusBar(page)).toContainText('Not kept: a reload loads it again from 127.0.0.1')
  await expect(page.getByRole('link', { name: 'Classes' })).toHaveAttribute('aria-current', 'page')
  await page.getByRole('link', { name: 'Objects' }).click()
  await expect(page).toHaveURL(/#v=1&source=url:samples\//)
  await page.reload()
  await untilReady(page)
  await expect(page.getByRole('link', { name: 'Objects' })).toHaveAttribute('aria-current', 'page')
})

test('several are compared in the order of the link', async ({ page }) => {
  await page.goto(`./#url=samples/${BEFORE}&url=samples/${AFTER}`)
  await untilReady(page)
  const captures = page.getByRole('list', { name: 'Captures' }).getByRole('listitem')
  await expect(captures).toHaveText([/baseline.*base/, /final.*target/])
  await expect(page.getByRole('treegrid', { name: /grew|differ|class/i }).first()).toBeVisible()
})

for (const [what, address, sentence] of [
  ['another scheme', 'file:///etc/passwd', /loaded over https only.*“file:”/],
  ['http of another machine', 'http://host.example/a', /over https only.*host\.example/],
  [
    'a password',
    'https://me:secret@host.example/a',
    /^The address at host\.example has a user name or a password/,
  ],
] as const) {
  test(`${what} is refused in one sentence, without any request`, async ({ page }) => {
    await page.goto(`./#url=${encodeURIComponent(address)}`)
    const alert = page.getByRole('alert')
    await expect(alert.getByRole('paragraph')).toHaveText([sentence])
    await expect(alert).not.toContainText('secret')
    await alert.getByRole('button', { name: 'Dismiss' }).click()
    await expect(page.getByRole('heading', { name: /See what fills the memory/ })).toBeVisible()
  })
}

base('an address that the server’s policy forbids says so, and who can change it', async ({ page }) => {
  await page.goto('./#url=https://host.example/a.heapsnapshot')
  await page.getByRole('button', { name: 'Load' }).click()
  await expect(page.getByRole('alert').getByRole('paragraph')).toHaveText([
    /The server of this page does not let it load anything from host\.example.*HEAPSCOPE_URL_ORIGINS/,
  ])
})

base('an origin that the server’s settings name is loaded from', async ({ page }) => {
  const files = await serveWith((_, response) =>
    response.writeHead(200, CORS).end(captureBytes(NODE_CAPTURE)),
  )
  const server = await serveHeapscope({ HEAPSCOPE_URL_ORIGINS: new URL(files.address).origin })
  try {
    await page.goto(`${server.address}#url=${files.address}a.heapsnapshot.gz`)
    await page.getByRole('button', { name: 'Load' }).click()
    await untilReady(page)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  } finally {
    await server.close()
    await files.close()
  }
})

base.describe('on a page whose server forbids nothing', () => {
  let pages: Host
  let files: Host
  /** What the other host answers. */
  let answer: (response: ServerResponse, path: string) => void
  const capture = captureBytes(NODE_CAPTURE)

  base.beforeEach(async () => {
    pages = await serveStatically('/', { '/moved': () => `${files.address}a` })
    files = await serveWith((request, response) => answer(response, request.url ?? ''))
    answer = (response) => response.writeHead(200, CORS).end(capture)
  })
  base.afterEach(async () => {
    await pages.close()
    await files.close()
  })
  const link = (...names: readonly string[]) =>
    `${pages.address}#${names.map((name) => `url=${files.address}${name}`).join('&')}`

  base('another host is asked for nothing before the user agrees, and then once a tab', async ({ page }) => {
    await page.goto(link('runs/812/after%20all.heapsnapshot.gz'))
    const { host } = new URL(files.address)
    await expect(
      page.getByRole('heading', { name: `This link wants to load a capture from ${host}` }),
    ).toBeVisible()
    await expect(page.getByRole('list', { name: 'What would be loaded' })).toContainText('after%20all')
    await expect(page).toHaveTitle('Load a capture? – Heapscope')
    expect(files.asked).toEqual([])
    await page.getByRole('button', { name: 'Load' }).press('Enter')
    await untilReady(page)
    await expect(page).toHaveTitle(/^after all\.heapsnapshot\.gz/)
    await page.reload()
    await untilReady(page)
    expect(files.asked).toHaveLength(2)
    const other = await page.context().newPage()
    await other.goto(page.url())
    await expect(other.getByRole('heading', { name: /This link wants to load/ })).toBeVisible()
    expect(files.asked).toHaveLength(2)
  })

  base('who refuses comes to the start page, and nothing was loaded', async ({ page }) => {
    await page.goto(link('a.heapsnapshot'))
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('heading', { name: /See what fills the memory/ })).toBeVisible()
    expect(files.asked).toEqual([])
    await page.goBack()
    await expect(page.getByRole('heading', { name: /This link wants to load/ })).toBeVisible()
  })

  base('several captures are asked about together', async ({ page }) => {
    answer = (response, path) =>
      response.writeHead(200, CORS).end(pairBytes(path.includes('before') ? BEFORE : AFTER))
    await page.goto(link('before.gz', 'after.gz'))
    await expect(page.getByRole('heading', { name: /wants to load 2 captures from/ })).toBeVisible()
    const listed = page.getByRole('list', { name: 'What would be loaded' }).getByRole('listitem')
    await expect(listed).toHaveText([/before\.gz$/, /after\.gz$/])
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await widthOver(page)).toBeLessThanOrEqual(0)
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Load' }).click()
    await untilReady(page)
    const captures = page.getByRole('list', { name: 'Captures' }).getByRole('listitem')
    await expect(captures).toHaveText([/before.*base/, /after.*target/])
    expect([...files.asked].sort()).toEqual(['/after.gz', '/before.gz'])
  })

  base('no cookie goes along, and no address but the page’s origin', async ({ page, context }) => {
    await context.addCookies([{ name: 'session', value: 'secret', url: files.address }])
    let headers: NodeJS.Dict<string | readonly string[]> = {}
    answer = (response) => {
      headers = response.req.headers
      response.writeHead(200, CORS).end(capture)
    }
    await page.goto(link('a'))
    await page.getByRole('button', { name: 'Load' }).click()
    await untilReady(page)
    expect(headers).toMatchObject({ origin: new URL(pages.address).origin })
    expect(headers).not.toHaveProperty('cookie')
    expect(headers).not.toHaveProperty('referer')
  })

  base('the name that the server gives it counts', async ({ page }) => {
    answer = (response) =>
      response
        .writeHead(200, {
          ...CORS,
          'Access-Control-Expose-Headers': 'Content-Disposition',
          'Content-Disposition': `attachment; filename*=UTF-8''gr%C3%B6%C3%9Fer.heapsnapshot.gz`,
        })
        .end(capture)
    await page.goto(link('download?id=7'))
    await page.getByRole('button', { name: 'Load' }).click()
    await untilReady(page)
    await expect(page).toHaveTitle(/^größer\.heapsnapshot\.gz/)
  })

  base('a bundle opens as its sender saw it, and so again on reload', async ({ page }) => {
    const bundle = bundleOf(
      { place: '#v=1&source=share:1&set=share:0&set=share:1|late&base=share:0&view=classes&filter=Session' },
      [
        { name: BEFORE, label: null, bytes: pairBytes(BEFORE) },
        { name: AFTER, label: null, bytes: pairBytes(AFTER) },
      ],
    )
    answer = (response) => response.writeHead(200, CORS).end(bundle)
    await page.goto(link('shared.heapscope'))
    await page.getByRole('button', { name: 'Load' }).click()
    for (const _ of ['at once', 'after a reload']) {
      await untilReady(page)
      await expect(page.getByRole('region', { name: 'What the sender says' })).toContainText(
        'Look at Session.',
      )
      await expect(page.getByPlaceholder(/filter classes/i)).toHaveValue('Session')
      await expect(page.getByRole('list', { name: 'Captures' }).getByRole('listitem')).toHaveText([
        /base/,
        /late.*target/,
      ])
      await page.reload()
    }
    expect(files.asked).toHaveLength(3)
  })

  base('how far loading is can be seen, and it can be cancelled', async ({ page }) => {
    let closed = false
    answer = (response) => {
      response.writeHead(200, { ...CORS, 'Content-Length': capture.length })
      response.write(capture.subarray(0, (capture.length + 1) >> 1))
      response.on('close', () => (closed = true))
    }
    await page.goto(link('slow.heapsnapshot.gz'))
    await page.getByRole('button', { name: 'Load' }).click()
    await expect(page.getByRole('heading', { name: 'Loading slow.heapsnapshot.gz' })).toBeVisible()
    await expect(page.getByText('50%')).toBeVisible()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('heading', { name: /See what fills the memory/ })).toBeVisible()
    await expect.poll(() => closed).toBe(true)
  })

  for (const { what, fail, sentence } of [
    {
      what: 'a missing file',
      fail: (response: ServerResponse) => response.writeHead(404, CORS).end(),
      sentence: /^There is nothing at http.*\(127\.0\.0\.1:\d+ answers 404\)/,
    },
    {
      what: 'a file behind a sign-in',
      fail: (response: ServerResponse) => response.writeHead(403, CORS).end(),
      sentence: /does not hand this file out to everybody \(it answers 403\)/,
    },
    {
      what: 'a server in trouble',
      fail: (response: ServerResponse) => response.writeHead(503, CORS).end(),
      sentence: /did not send the file \(it answers 503\): try again later/,
    },
    {
      what: 'a host that does not allow it',
      fail: (response: ServerResponse) => response.writeHead(200).end('secret'),
      sentence: /cannot be reached, or does not let this page read the file \(CORS\)/,
    },
    {
      what: 'a redirection to where links may not lead',
      fail: (response: ServerResponse, path: string) =>
        path === '/away'
          ? response.writeHead(200, CORS).end('x')
          : response
              .writeHead(302, {
                ...CORS,
                Location: files.address.replace('127.0.0.1', 'plain.example') + 'away',
              })
              .end(),
      sentence:
        /^Captures from other machines are loaded over https only, and the address at plain\.example:\d+ begins/,
    },
    {
      what: 'a download that breaks off',
      fail: (response: ServerResponse) => {
        response.writeHead(200, { ...CORS, 'Content-Length': capture.length })
        response.write(capture.subarray(0, 500_000), () => setTimeout(() => response.destroy(), 300))
      },
      sentence: /^The download from 127\.0\.0\.1:\d+ broke off after .* of .*: try again\.$/,
    },
    {
      what: 'something else than a capture',
      fail: (response: ServerResponse) => response.writeHead(200, CORS).end('<!doctype html>'),
      sentence: /not a heap snapshot.*“<”/,
    },
    {
      what: 'a damaged bundle',
      fail: (response: ServerResponse) =>
        response
          .writeHead(200, CORS)
          .end(bundleOf({}, [{ name: 'a', label: null, bytes: capture }]).subarray(0, 5000)),
      sentence: /cut off/,
    },
  ]) {
    base(`${what} is one sentence, and trying again is one click`, async ({ page }) => {
      answer = fail
      await page.goto(link('a.heapsnapshot'))
      await page.getByRole('button', { name: 'Load' }).click()
      const alert = page.getByRole('alert')
      await expect(alert).toContainText('a.heapsnapshot could not be opened')
      await expect(alert.getByRole('paragraph')).toHaveText([sentence])
      answer = (response) => response.writeHead(200, CORS).end(capture)
      await alert.getByRole('button', { name: 'Try again' }).click()
      await untilReady(page)
    })
  }

  base(
    'the page’s own server cannot send it to another host that nobody was asked about',
    async ({ page }) => {
      await page.goto(`${pages.address}#url=/moved`)
      await expect(page.getByRole('alert').getByRole('paragraph')).toHaveText([
        /^The server of this page did not answer, or sent the request elsewhere: http.*\/moved\.$/,
      ])
      expect(files.asked).toEqual([])
    },
  )

  base('a host that nobody answers at is one sentence', async ({ page }) => {
    const address = link('a')
    await page.goto(address)
    await files.close()
    await page.getByRole('button', { name: 'Load' }).click()
    await expect(page.getByRole('alert')).toContainText(/cannot be reached, or does not let this page read/)
  })
})

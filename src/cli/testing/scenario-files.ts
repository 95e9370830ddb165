import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { tmpdir } from 'node:os'

/**
 * A page whose dialogs stay where it is asked with `?leak`, and which loses an element while it loads with `?lost`. With each dialog it also does what the browser and the inspector
 * remember: prints an object, goes to a new place and makes a request.
 */
const PAGE = `<!doctype html><title>Orders</title>
<button id="open">Open</button><button id="close">Close</button><main></main>
<script>
class Dialog {
  constructor() {
    this.node = document.createElement('section')
    this.node.textContent = 'Order'
    this.rows = Array.from({ length: 20 }, (_, i) => ({ i }))
  }
}
const leaks = location.search === '?leak'
window.opened = []
let open = null
const lose = async () => {
  await (await fetch('/orders')).text()
  window.lost = { list: [document.createElement('aside')] }
}
if (location.search === '?lost') lose()
document.querySelector('#open').onclick = async () => {
  open = new Dialog()
  document.querySelector('main').append(open.node)
  if (leaks) window.opened.push(open)
  console.log('opened', open)
  history.pushState(null, '', location.href)
  await (await fetch('/orders')).text()
}
const close = () => {
  open?.node.remove()
  open = null
}
document.querySelector('#close').onclick = close
window.onpopstate = close
window.onkeydown = ({ key }) => { if (key === 'Escape') close() }
</script>`

/** A server whose orders stay where its first argument is `leak`. */
const SERVER = `import { createServer } from 'node:http'
class Order {
  constructor(url) {
    this.url = url
    this.lines = [1, 2, 3].map((number) => ({ number }))
  }
}
const kept = []
createServer((request, response) => {
  const order = new Order(request.url)
  if (process.argv[2] === 'leak' && request.url === '/orders') kept.push(order)
  response.end(String(order.lines.length))
}).listen(process.env.PORT, '127.0.0.1')
`

/** A folder for scenarios with a Node server beside them, and a page that is served. */
export class ScenarioFiles {
  readonly folder = mkdtempSync(join(tmpdir(), 'scenarios-'))
  readonly #server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(PAGE)
  })

  constructor() {
    this.write('server.mjs', SERVER)
  }

  /** Serves the page. @returns its address, without a query */
  async serve(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name)
    writeFileSync(path, text)
    return path
  }

  remove(): void {
    this.#server.close()
    rmSync(this.folder, { recursive: true })
  }
}

/**
 * Hands captures to a Heapscope page that this one has framed or opened, as soon as it listens.
 *
 * @param {Window} target the frame's `contentWindow`, or what `window.open` gave back
 * @param {string} origin of the Heapscope page
 * @param {object} what `{ buffer, title, fileName? }`, or `{ captures: [...], place? }`
 * @returns {Promise<void>} fulfilled when all of it is open; rejected with `code` and a sentence where it cannot be
 */
export function handIn(target, origin, what) {
  return new Promise((resolve, reject) => {
    // It does not hear anything before it is loaded.
    const pings = setInterval(() => {
      if (target.closed) end(() => reject(new Error('The page was closed.')))
      else target.postMessage('PING', '*')
    }, 100)
    let sent = false
    const hear = ({ source, origin: from, data }) => {
      if (source !== target || from !== origin) return
      if (data === 'PONG' && !sent) {
        sent = true
        target.postMessage({ heapscope: what }, origin)
      }
      if (data?.heapscope?.opened) end(resolve)
      if (data?.heapscope?.error) {
        const { error: code, message } = data.heapscope
        end(() => reject(Object.assign(new Error(message), { code })))
      }
    }
    const end = (then) => {
      clearInterval(pings)
      removeEventListener('message', hear)
      then()
    }
    addEventListener('message', hear)
  })
}

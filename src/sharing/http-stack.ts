import { DefaultHttpStack, type HttpRequest, type HttpStack } from 'tus-js-client'

/** What Node has behind a request; browsers have something else, which knows when an answer was cut off. */
interface NodeRequest {
  on?(event: 'close', listener: () => void): unknown
}

/** The package's own way to talk, but that in Node it would wait for ever for the end of an answer that was cut off. */
export function httpStack(): HttpStack {
  const inner = new DefaultHttpStack({})
  return {
    getName: () => inner.getName(),
    createRequest(method, url) {
      const request = inner.createRequest(method, url)
      const send = request.send.bind(request)
      request.send = (body) => Promise.race([send(body), closed(request)])
      return request
    },
  }
}

/** Rejects when the connection is closed: no harm where the answer is there by then. */
function closed(request: HttpRequest): Promise<never> {
  return new Promise((_, reject) => {
    const sent = request.getUnderlyingObject() as NodeRequest | null
    sent?.on?.('close', () => reject(new Error('The answer was cut off.')))
  })
}

/**
 * Opens the chosen file with DevTools' worker in the way of DevTools' own page: pieces of 10 MB as text to a first
 * worker, a second worker for the dominators, then the class summary. Writes the number of classes into <output>.
 */
const CHUNK_BYTES = 10_000_000
/** Names of objects inside the workers; DevTools' page numbers them too. */
const [LOADER, SNAPSHOT, SECONDARY] = [1, 2, 3]

class HeapWorker {
  #worker = new Worker('worker.js', { type: 'module' })
  #calls = new Map()
  #nextCall = 1
  #ready = new Promise((resolve) => {
    this.#worker.addEventListener('message', ({ data }) => {
      if (data === 'workerReady') {
        resolve()
      } else if (data.callId) {
        this.#settle(data)
      }
    })
  })

  async call(message, transfer = []) {
    await this.#ready
    const callId = this.#nextCall++
    return new Promise((resolve, reject) => {
      this.#calls.set(callId, { resolve, reject })
      this.#worker.postMessage({ callId, ...message }, transfer)
    })
  }

  method(objectId, methodName, ...methodArguments) {
    return this.call({ disposition: 'method', objectId, methodName, methodArguments })
  }

  terminate() {
    this.#worker.terminate()
  }

  #settle({ callId, result, error }) {
    const { resolve, reject } = this.#calls.get(callId)
    this.#calls.delete(callId)
    if (error) {
      reject(new Error(error))
    } else {
      resolve(result)
    }
  }
}

async function open(file) {
  const first = new HeapWorker()
  await first.call({ disposition: 'createLoader', objectId: LOADER })
  const decoder = new TextDecoder()
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    const bytes = await file.slice(at, at + CHUNK_BYTES).arrayBuffer()
    await first.method(LOADER, 'write', decoder.decode(bytes, { stream: at + CHUNK_BYTES < file.size }))
  }
  await first.method(LOADER, 'close')
  const second = new HeapWorker()
  const { port1, port2 } = new MessageChannel()
  await second.call({ disposition: 'setupForSecondaryInit', objectId: SECONDARY }, [port2])
  await first.call(
    {
      disposition: 'factory',
      objectId: LOADER,
      methodName: 'buildSnapshot',
      methodArguments: [],
      newObjectId: SNAPSHOT,
    },
    [port1],
  )
  second.terminate()
  const classes = await first.method(SNAPSHOT, 'aggregatesWithFilter', {})
  // The worker stays, as it does while someone looks at the snapshot.
  globalThis.heapWorker = first
  return Object.keys(classes).length
}

const input = document.querySelector('input')
input.addEventListener('change', async () => {
  document.querySelector('output').textContent = `${await open(input.files[0])} classes`
})

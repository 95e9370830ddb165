/** DevTools' second thread: retainers, dominators and retained sizes, for the port that is sent to it. */
import { parentPort, workerData } from 'node:worker_threads'
import './with-resolvers.mjs'

const { SecondaryInitManager } = await import(workerData.bundle)
parentPort.once('message', (port) => {
  new SecondaryInitManager(port)
  parentPort.postMessage('ready')
})

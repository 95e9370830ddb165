import { parentPort } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { serveAssistant } from '#protocol/assistant.ts'
import { type FilePart, waitingSource } from './file-source.ts'
import { nodeHost } from './task-host.ts'

const open = (origin: unknown) => waitingSource(origin as FilePart)

if (parentPort) serveAssistant({ hostFor: nodeHost, open }, nodeEndpoint(parentPort))

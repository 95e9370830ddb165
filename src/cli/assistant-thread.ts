import { parentPort } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { serveAssistant } from '#protocol/assistant.ts'
import { type FilePart, partSource } from './file-source.ts'
import { nodeHost } from './task-host.ts'

// Its length does not matter to who knows where to read.
const open = (origin: unknown) => partSource('capture', origin as FilePart, Infinity)

if (parentPort) serveAssistant({ hostFor: nodeHost, open }, nodeEndpoint(parentPort))

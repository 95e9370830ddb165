import { parentPort } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { serveAssistant } from '#protocol/assistant.ts'
import { fileSource } from './file-source.ts'
import { nodeHost } from './task-host.ts'

const open = (path: unknown) => fileSource(String(path), null)

if (parentPort) serveAssistant({ hostFor: nodeHost, open }, nodeEndpoint(parentPort))

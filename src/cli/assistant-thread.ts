import { parentPort } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { serveAssistant } from '#protocol/assistant.ts'
import { nodeHost } from './task-host.ts'

if (parentPort) serveAssistant(nodeHost, nodeEndpoint(parentPort))

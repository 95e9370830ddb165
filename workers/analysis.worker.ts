import { expose } from 'comlink'
import { Session } from '#engine/session.ts'
import { createHeapService } from './heap-service.ts'
import { startAssistant } from './start-assistant.ts'
import { workerHost } from './task-host.ts'

expose(
  createHeapService({
    read: (source, host) => Session.read(source, host, startAssistant()),
    host: workerHost,
  }),
)

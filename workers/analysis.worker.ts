import { expose } from 'comlink'
import { Session } from '#engine/session.ts'
import { borrowAssistant } from './borrow-assistant.ts'
import { createHeapService } from './heap-service.ts'
import { openPart } from './part-file.ts'
import { workerHost } from './task-host.ts'

expose(
  createHeapService({
    read: (source, host, lender, reading, onEarly) =>
      Session.read(source, host, lender && borrowAssistant(lender), reading, onEarly),
    host: workerHost,
    openPart,
  }),
)

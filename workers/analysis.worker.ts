import { expose } from 'comlink'
import { Session } from '#engine/session.ts'
import { createHeapService } from './heap-service.ts'
import { workerHost } from './task-host.ts'

expose(createHeapService({ read: (source, host) => Session.read(source, host), host: workerHost }))

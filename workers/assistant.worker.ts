import { serveAssistant } from '#protocol/assistant.ts'
import { workerHost } from './task-host.ts'

serveAssistant((report) => workerHost((progress) => report?.(progress)))

import { serveAssistant } from '#protocol/assistant.ts'
import { workerHost } from './task-host.ts'

// The first message is the way to the worker that is to be assisted.
addEventListener(
  'message',
  ({ data }: MessageEvent<MessagePort>) =>
    serveAssistant((report) => workerHost((progress) => report?.(progress)), data),
  { once: true },
)

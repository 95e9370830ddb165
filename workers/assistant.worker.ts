import { serveAssistant } from '#protocol/assistant.ts'
import { blobSource } from './blob-source.ts'
import { workerHost } from './task-host.ts'

// The first message is the way to the worker that is to be assisted.
addEventListener(
  'message',
  ({ data }: MessageEvent<MessagePort>) =>
    serveAssistant(
      {
        hostFor: (report) => workerHost((progress) => report?.(progress)),
        // What the analysis worker sends is the Blob that it reads itself.
        open: (origin) => blobSource(origin as Blob, ''),
      },
      data,
    ),
  { once: true },
)

import { OutputError, whatIsAt, writeBeside } from './write-beside.ts'
import { basename } from 'node:path'

/** Writes a text as a file, whole or not at all, in place of one of that name. @throws OutputError */
export async function writeText(path: string, text: string): Promise<void> {
  if ((await whatIsAt(path)) === 'other')
    throw new OutputError(`${basename(path)}: It is not a file; name one.`)
  await writeBeside(path, (sink) => sink.write(new TextEncoder().encode(text)))
}

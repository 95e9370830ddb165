import { HeapError } from '#engine/base/error.ts'
import type { Session } from '#engine/session.ts'
import { nameOfInput, UsageError } from '../input.ts'
import { InputError, inputError } from '../open-session.ts'

/** A profile or a series has no objects that a budget could speak of. @throws InputError */
export function checkObjects(session: Session, path: string): void {
  const { holds, format } = session.summary()
  if (holds === 'objects') return
  throw new InputError(
    `${nameOfInput(path)}: It is a ${format} and tells of no objects; a budget is about a heap snapshot.`,
  )
}

/** What is wrong with a filter, and shows only at work, is wrong with the budget. */
export async function ofInput<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof HeapError && error.code === 'bad-filter') throw new UsageError(error.message)
    throw inputError(path, error)
  }
}

import { deleteShare, readInfo } from '#sharing/share-client.ts'
import { ShareError } from '#sharing/share-error.ts'
import { readAddress } from '#sharing/share-link.ts'
import type { Io } from '../io.ts'
import { ShareRecords } from './share-records.ts'

const SAID = {
  there: 'It is deleted: nobody can open it any more.',
  expired: 'It had expired already; the server forgets it now.',
  gone: 'It is gone already: there is no such share on the server.',
} as const

/**
 * Deletes a share for everybody.
 * @param token the deletion token; undefined where this machine is to know it
 * @returns what became of it, as a sentence
 * @throws ShareError
 */
export async function unshareLink(link: string, token: string | undefined, io: Io): Promise<string> {
  const share = readAddress(link)
  const records = new ShareRecords(io.environment)
  const record = await records.find(share)
  const state = await stateOf(share)
  if (state !== 'gone') {
    const known = token ?? record?.deletionToken
    if (known === undefined) throw notOurs(records)
    await deleteShare(share.server, share.id, known)
  }
  if (record) await records.forget(share)
  return SAID[state]
}

/** @throws ShareError where the server cannot be asked */
async function stateOf({ server, id }: { server: string; id: string }): Promise<keyof typeof SAID> {
  try {
    await readInfo(server, id)
    return 'there'
  } catch (error) {
    if (!(error instanceof ShareError)) throw error
    if (error.code === 'gone' || error.code === 'expired') return error.code
    if (error.code === 'incomplete') return 'there'
    throw error
  }
}

function notOurs({ path }: ShareRecords): ShareError {
  return new ShareError(
    'unauthorized',
    `This share was not made by this user on this machine: ${path} does not have its deletion token; hand it over with --token.`,
  )
}

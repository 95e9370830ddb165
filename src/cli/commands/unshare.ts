import type { Command } from 'commander'
import { deleteShare, readInfo } from '#sharing/share-client.ts'
import { ShareError } from '#sharing/share-error.ts'
import { readAddress } from '#sharing/share-link.ts'
import { type Io, write } from '../io.ts'
import { ShareRecords } from '../sharing/share-records.ts'

/** `unshare LINK`: deletes a share for everybody. */
export function addUnshare(program: Command, io: Io): void {
  program
    .command('unshare')
    .description('deletes a share for everybody')
    .argument('<link>', 'the link that opens it; what is behind the # may be missing')
    .option('--token <token>', 'its deletion token, where it was not made on this machine')
    .addHelpText(
      'after',
      `
Examples:
  $ heapscope unshare 'https://heapscope.example/s/AbCdEfGhIjKlMnOpQrStUv#k=…'
  $ heapscope unshare https://heapscope.example/s/AbCdEfGhIjKlMnOpQrStUv --token …`,
    )
    .action(async (link: string, { token }: { readonly token?: string }) => {
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
      await write(io.stdout, `${SAID[state]}\n`)
    })
}

const SAID = {
  there: 'It is deleted: nobody can open it any more.',
  expired: 'It had expired already; the server forgets it now.',
  gone: 'It is gone already: there is no such share on the server.',
} as const

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

import type { Command } from 'commander'
import type { ExpiryDays, ServerConfig } from '#protocol/share-api.ts'
import { ShareError } from '#sharing/share-error.ts'
import { type Io, write } from '../io.ts'
import { parseChoice } from '../parse.ts'
import { confirm } from '../sharing/confirm.ts'
import type { Form, PackedMember } from '../sharing/pack.ts'
import type { ShareRecord } from '../sharing/share-records.ts'
import { formatExpiry } from '../sharing/expiry-text.ts'
import { formatBytes } from '../text.ts'

const EXPIRIES = ['1', '7', '30', '90', 'never'] as const
const TOKEN_VARIABLE = 'HEAPSCOPE_UPLOAD_TOKEN'

interface Options {
  readonly server?: string
  readonly expires?: (typeof EXPIRIES)[number]
  readonly title: string
  readonly note: string
  readonly includeValues?: boolean
  readonly raw?: boolean
  readonly token?: string
  readonly yes?: boolean
  readonly json?: boolean
}

/** What is said of shares that hold more than they must. */
const WARNINGS: Readonly<Record<Exclude<Form, 'redacted'>, string>> = {
  values:
    'Values stay in: whoever has the link can read all strings and numbers of the heap, passwords and personal data among them.',
  raw: 'The capture files go in as they are: whoever has the link can read all that is in them, passwords and personal data among it.',
}

/** `share FILE…`: captures sealed and uploaded, and the link that opens them. */
export function addShare(program: Command, io: Io): void {
  const command = program
    .command('share')
    .description('captures without their values, sealed and uploaded; prints the link that opens them')
    .argument(
      '<files...>',
      'captures, containers or bundles, in their order; one may be - for standard input',
    )
    .option('--server <url>', 'the sharing server (default: $HEAPSCOPE_SERVER, else http://localhost:4321/)')
    .option(
      '--expires <days>',
      `for how long it is kept: ${EXPIRIES.join(', ')} (default: what the server says)`,
      parseChoice(EXPIRIES),
    )
    .option('--title <text>', 'what it is about', '')
    .option('--note <text>', 'what to tell whoever opens it', '')
    .option('--include-values', 'leave strings and numbers in')
    .option('--raw', 'put the capture files in as they are')
    .option('--token <token>', `what the server asks who uploads for (default: $${TOKEN_VARIABLE})`)
    .option('--yes', 'do not ask before values are shared')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
The share is sealed on this machine. The key is in the link behind the #, which browsers and heapscope never send: the server
keeps what it cannot read. Whoever has the link can open it, until it expires or heapscope unshare deletes it.

Examples:
  $ heapscope share before.heapsnapshot after.heapsnapshot --title 'The cache that never lets go' --expires 7
  $ heapscope share app.heapsnapshot --server https://heapscope.example/ --include-values`,
    )
  command.action(async (files: readonly string[], options: Options) => {
    if (options.includeValues && options.raw) {
      return command.error('error: --raw has the values in it; leave --include-values out.')
    }
    const { configOf, serverFrom } = await import('../sharing/which-server.ts')
    const server = serverFrom(options.server, io.environment)
    // What the server refuses is said before large files are read.
    const config = await configOf(server)
    const expires = expiryOf(options.expires, config, server)
    const uploadToken = uploadTokenOf(options.token, config, server, io)
    const form: Form = options.raw ? 'raw' : options.includeValues ? 'values' : 'redacted'
    await warn(form, Boolean(options.yes), io)
    const { Packer } = await import('../sharing/pack.ts')
    const members = await new Packer(form, io).pack(files)
    const { title, note } = options
    const redacted = members.every((member) => member.redacted)
    const about = { title, note, place: '', created: new Date().toISOString(), redacted }
    const { send } = await import('../sharing/send.ts')
    const record = await send({ server, config, about, members, expires, uploadToken }, io)
    io.stderr.write(`${report(record)}\n`)
    await write(io.stdout, options.json ? toJson(record, members) : `${record.link}\n`)
  })
}

/** @throws ShareError where the server does not keep shares for so long, or for ever */
function expiryOf(asked: Options['expires'], config: ServerConfig, server: string): ExpiryDays {
  if (asked === undefined) return config.defaultExpiry
  const days = asked === 'never' ? 0 : (Number(asked) as ExpiryDays)
  if (config.expiries.includes(days)) return days
  const kept = config.expiries.map((each) => (each === 0 ? 'never' : each)).join(', ')
  throw new ShareError(
    'bad-request',
    `${server} does not keep shares for this long; --expires may be ${kept}.`,
  )
}

/** @throws ShareError where the server asks for one and there is none */
function uploadTokenOf(
  token: string | undefined,
  { tokenRequired }: ServerConfig,
  server: string,
  { environment }: Io,
): string | null {
  const known = token ?? (environment[TOKEN_VARIABLE] || null)
  if (tokenRequired && known === null) {
    throw new ShareError(
      'unauthorized',
      `${server} takes uploads only with a token; ask who runs it, and hand it over in ${TOKEN_VARIABLE} or with --token.`,
    )
  }
  return known
}

/** @throws ShareError `cancelled` where it is not agreed to */
async function warn(form: Form, agreed: boolean, io: Io): Promise<void> {
  if (form === 'redacted') return
  io.stderr.write(`heapscope: ${WARNINGS[form]}\n`)
  if (agreed || (await confirm('Share it?', io))) return
  throw new ShareError('cancelled', 'Nothing was shared.')
}

function report({ captures, bytes, redacted, expires }: ShareRecord): string {
  const what = captures.length === 1 ? '1 capture' : `${captures.length} captures`
  const values = redacted ? 'without their values' : 'with their values'
  return `Shared ${what} ${values}, ${formatBytes(bytes)}, ${formatExpiry(expires)}; heapscope unshare deletes it.`
}

function toJson(record: ShareRecord, members: readonly PackedMember[]): string {
  const { link, server, id, bytes, created, expires, redacted, title, deletionToken } = record
  const captures = members.map(({ name, bytes: length }) => ({ name, bytes: length }))
  const share = { link, server, id, title, bytes, created, expires, redacted, captures, deletionToken }
  return `${JSON.stringify(share)}\n`
}

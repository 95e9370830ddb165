import type { Command } from 'commander'
import { type Io, write } from '../io.ts'
import { formatMoment } from '../sharing/expiry-text.ts'
import type { ShareRecord } from '../sharing/share-records.ts'
import { type Column, formatTable } from '../table.ts'
import { bytesCell, formatName, paintFor } from '../text.ts'

const COLUMNS: readonly Column[] = [
  { title: 'Size', align: 'right' },
  { title: 'Expires', align: 'left' },
  { title: 'Title', align: 'left' },
  { title: 'Link', align: 'left' },
]
const LONGEST_TITLE = 40

/** `shares`: what was shared from this machine. */
export function addShares(program: Command, io: Io): void {
  program
    .command('shares')
    .description('the shares that were made on this machine, oldest first')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
The list is a file of this user on this machine; what happened to a share elsewhere is not in it. Links open what they
name: do not show them to others.

Examples:
  $ heapscope shares
  $ heapscope shares --json | jq -r '.shares[].link'`,
    )
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { ShareRecords } = await import('../sharing/share-records.ts')
      const records = new ShareRecords(io.environment)
      const { shares, unreadable } = await records.all()
      const now = new Date().toISOString()
      const kept = shares.filter(({ expires }) => expires === null || expires > now)
      const expired = shares.length - kept.length
      if (unreadable > 0) {
        const what =
          unreadable === 1 ? '1 line cannot be read and is' : `${unreadable} lines cannot be read and are`
        io.stderr.write(`heapscope: ${records.path}: ${what} not listed.\n`)
      }
      await write(io.stdout, json ? toJson(kept, expired) : toText(kept, expired, io))
    })
}

function toJson(kept: readonly ShareRecord[], expired: number): string {
  const shares = kept.map((share) => ({ ...share, deletionToken: undefined }))
  return `${JSON.stringify({ shares, expired })}\n`
}

function toText(kept: readonly ShareRecord[], expired: number, io: Io): string {
  const paint = paintFor(io)
  const rows = kept.map((share) => [
    bytesCell(share.bytes),
    whenOf(share),
    formatName(share.title || share.captures.join(', '), LONGEST_TITLE),
    share.link,
  ])
  const table = kept.length > 0 ? formatTable(COLUMNS, rows, paint) : ''
  const end = kept.length === 1 ? '1 share' : `${kept.length} shares`
  return `${table}${paint.quiet(expired > 0 ? `${end}, ${expired} expired not listed` : end)}\n`
}

function whenOf({ complete, expires }: ShareRecord): string {
  if (!complete) return 'not uploaded whole'
  return expires === null ? 'never' : formatMoment(expires)
}

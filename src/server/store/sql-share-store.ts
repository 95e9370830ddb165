import { randomBytes } from 'node:crypto'
import type { Database, SqlRow } from './database.ts'
import { migrate } from './migrations.ts'
import type { Quota, ShareRecord, ShareStore } from './share-store.ts'

const COLUMNS = 'id, bytes, created, expires, delete_hash, uploader, state, touched'

/** Records of shares in SQLite or PostgreSQL: every statement stands once, here. */
export class SqlShareStore implements ShareStore {
  private readonly database: Database

  private constructor(database: Database) {
    this.database = database
  }

  /** Opens the store and brings its tables up to date. @throws StoreUnavailable */
  static async open(database: Database): Promise<SqlShareStore> {
    await migrate(database)
    return new SqlShareStore(database)
  }

  /** O(shares): all sizes are added up. */
  async begin(share: Omit<ShareRecord, 'state' | 'touched'>, quota: Quota): Promise<'begun' | 'over-quota'> {
    return await this.database.transaction(async (inside) => {
      // PostgreSQL lets the next one pass this line when our transaction is over; SQLite has one writer anyway.
      await inside.run(`update settings set content = '' where name = 'quota'`)
      const [held] = await inside.all(
        `select coalesce(sum(bytes), 0) as total,
          coalesce(sum(case when uploader = $1 then bytes else 0 end), 0) as own
          from shares where state <> 'expired'`,
        [share.uploader],
      )
      const fits =
        numberIn(held, 'own') + share.bytes <= quota.perUploader &&
        numberIn(held, 'total') + share.bytes <= quota.total
      if (!fits) return 'over-quota'
      const created = share.created.getTime()
      await inside.run(`insert into shares (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, 'uploading', $3)`, [
        share.id,
        share.bytes,
        created,
        share.expires?.getTime() ?? null,
        share.deleteHash,
        share.uploader,
      ])
      return 'begun'
    })
  }

  async find(id: string): Promise<ShareRecord | null> {
    const [row] = await this.database.all(`select ${COLUMNS} from shares where id = $1`, [id])
    return row ? recordOf(row) : null
  }

  async touch(id: string, now: Date): Promise<void> {
    await this.database.run(`update shares set touched = $2 where id = $1 and state = 'uploading'`, [
      id,
      now.getTime(),
    ])
  }

  async complete(id: string): Promise<boolean> {
    const changed = await this.database.run(
      `update shares set state = 'complete' where id = $1 and state in ('uploading', 'complete')`,
      [id],
    )
    return changed > 0
  }

  async expire(id: string): Promise<void> {
    await this.database.run(`update shares set state = 'expired' where id = $1`, [id])
  }

  async abandon(id: string, staleBefore: Date): Promise<boolean> {
    const changed = await this.database.run(
      `delete from shares where id = $1 and state = 'uploading' and touched < $2`,
      [id, staleBefore.getTime()],
    )
    return changed > 0
  }

  async remove(id: string): Promise<void> {
    await this.database.run('delete from shares where id = $1', [id])
  }

  async due(
    now: Date,
    staleBefore: Date,
    forgottenBefore: Date,
    limit: number,
  ): Promise<readonly ShareRecord[]> {
    const rows = await this.database.all(
      `select ${COLUMNS} from shares
        where (state = 'complete' and expires <= $1)
          or (state = 'uploading' and touched < $2)
          or (state = 'expired' and expires < $3)
        order by created, id limit $4`,
      [now.getTime(), staleBefore.getTime(), forgottenBefore.getTime(), limit],
    )
    return rows.map(recordOf)
  }

  async lease(name: string, holder: string, until: Date, now: Date): Promise<boolean> {
    const changed = await this.database.run(
      `insert into leases (name, holder, held_until) values ($1, $2, $3)
        on conflict (name) do update set holder = $2, held_until = $3
        where leases.holder = $2 or leases.held_until <= $4`,
      [name, holder, until.getTime(), now.getTime()],
    )
    return changed > 0
  }

  async secret(): Promise<Uint8Array> {
    await this.database.run(
      `insert into settings (name, content) values ('secret', $1) on conflict (name) do nothing`,
      [randomBytes(32).toString('hex')],
    )
    const [row] = await this.database.all(`select content from settings where name = 'secret'`)
    return Buffer.from(String(row?.['content']), 'hex')
  }

  async totals() {
    const rows = await this.database.all(
      'select state, count(*) as count, coalesce(sum(bytes), 0) as bytes from shares group by state',
    )
    return rows.map((row) => ({
      state: String(row['state']) as ShareRecord['state'],
      count: numberIn(row, 'count'),
      bytes: numberIn(row, 'bytes'),
    }))
  }

  async ready(): Promise<void> {
    await this.database.all('select 1 as one')
  }

  async close(): Promise<void> {
    await this.database.close()
  }
}

function recordOf(row: SqlRow): ShareRecord {
  return {
    id: String(row['id']),
    bytes: numberIn(row, 'bytes'),
    created: new Date(numberIn(row, 'created')),
    expires: row['expires'] === null ? null : new Date(numberIn(row, 'expires')),
    deleteHash: String(row['delete_hash']),
    uploader: String(row['uploader']),
    state: String(row['state']) as ShareRecord['state'],
    touched: new Date(numberIn(row, 'touched')),
  }
}

/** PostgreSQL sends large integers as text. */
function numberIn(row: SqlRow | undefined, column: string): number {
  return Number(row?.[column])
}

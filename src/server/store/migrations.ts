import type { Database } from './database.ts'

/**
 * The steps from an empty database to today's, each as statements that SQLite and PostgreSQL both take. Steps are only
 * ever added: what stands here has run somewhere.
 */
const STEPS: readonly (readonly string[])[] = [
  [
    `create table shares (
      id text primary key,
      bytes bigint not null,
      created bigint not null,
      expires bigint,
      delete_hash text not null,
      uploader text not null,
      state text not null,
      touched bigint not null
    )`,
    'create index shares_by_uploader on shares (uploader)',
    'create index shares_by_state_and_expiry on shares (state, expires)',
    'create index shares_by_state_and_touch on shares (state, touched)',
    'create table leases (name text primary key, holder text not null, held_until bigint not null)',
    'create table settings (name text primary key, content text not null)',
    // Whoever begins an upload changes this row first, so that quotas are judged by one at a time.
    `insert into settings (name, content) values ('quota', '')`,
  ],
]

/**
 * Brings the database up to date. Safe to run by several instances at once, and again after it was interrupted.
 * @throws StoreUnavailable; Error where the database was written by a newer version
 */
export async function migrate(database: Database): Promise<void> {
  await database.exclusively('migrations', async () => {
    await database.run('create table if not exists migrations (step bigint primary key)')
    const [row] = await database.all('select count(*) as done from migrations')
    const done = Number(row?.['done'] ?? 0)
    if (done > STEPS.length) {
      throw new Error('The database belongs to a newer version of Heapscope; update this one.')
    }
    for (let step = done; step < STEPS.length; step++) {
      await database.transaction(async (inside) => {
        for (const statement of STEPS[step]!) await inside.run(statement)
        await inside.run('insert into migrations (step) values ($1)', [step])
      })
    }
  })
}

import { megabytes } from '../measure/table.mjs'
import { BYTES, DOWNLOADS, measureServer, UPLOADS } from './measure.mjs'
import { checkServing, missedServing, servingTable } from './report.mjs'

/**
 * Measures a server with SQLite and files under many clients at once.
 * @returns the sections of the document, and lines about missed targets
 */
export async function runServer(_snapshots, _files, { rounds }, note) {
  const measured = await measureServer(rounds, note)
  const checked = checkServing(measured, { uploads: UPLOADS, downloads: DOWNLOADS, bytes: BYTES })
  const why = measured.rounds.flatMap(({ up, down }) => [up.why, down.why]).find(Boolean)
  if (why) note(why)
  const heading = `### Shares of ${megabytes(BYTES)}, SQLite and files`
  return { sections: [heading, servingTable(checked)], missed: missedServing(checked) }
}

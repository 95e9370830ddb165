import type { Command } from 'commander'
import type { NodeRecord } from '#engine/model/rows.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'

/** Few enough to be a short string, many enough that writing them costs nothing beside making them. */
const ROWS_A_WRITE = 4096

/** `nodes FILE`: every node of a heap, one JSON line each. */
export function addNodes(program: Command, io: Io): void {
  program
    .command('nodes')
    .description('every node of a heap as JSON, one line each, in file order')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .addHelpText(
      'after',
      `
Each line: {"id","type","name","class","shallowSize","retainedSize","distance","dominator"}.
Sizes are bytes; distance is null where nothing leads to the node; dominator is an id, null for the root.

Examples:
  $ heapscope nodes app.heapsnapshot > nodes.jsonl
  $ heapscope nodes app.heapsnapshot | grep '"class":"Session"' | head`,
    )
    .action(async (file: string) => {
      const session = await openSession(file, io)
      const { nodes } = session.summary()
      const toLines = lineWriter()
      for (let start = 0; start < nodes; start += ROWS_A_WRITE) {
        await write(io.stdout, toLines(session.records(start, start + ROWS_A_WRITE)))
      }
    })
}

/** Types and classes recur by the million, so each is made JSON once. */
function lineWriter(): (records: readonly NodeRecord[]) => string {
  const known = new Map<string, string>()
  const quote = (text: string) => {
    let json = known.get(text)
    if (json === undefined) {
      json = JSON.stringify(text)
      known.set(text, json)
    }
    return json
  }
  return (records) => {
    let lines = ''
    for (const node of records) {
      lines += `{"id":${node.id},"type":${quote(node.type)},"name":${JSON.stringify(node.name)},"class":${quote(node.class)},"shallowSize":${node.shallowSize},"retainedSize":${node.retainedSize},"distance":${node.distance},"dominator":${node.dominator}}\n`
    }
    return lines
  }
}

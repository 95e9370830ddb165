import { shownName } from '../../base/shown-name.ts'
import type { HeapError } from '../../base/error.ts'
import { damagedContents, type JsonObject, JsonReader } from './json-reader.ts'
import { BLOCK_ENTRIES, type ElementType, MAX_DEFLATE_RATIO } from './layout.ts'
import { isDoubleWidth } from './planes.ts'

/** One compressed stretch of a section. */
export interface Block {
  /** Its first byte in the file. */
  readonly from: number
  /** Its length there. */
  readonly bytes: number
  /** CRC-32 of these bytes. */
  readonly checksum: number
  /** How many byte planes it has: see `planes.ts`. */
  readonly width: number
}

export interface Section {
  readonly name: string
  readonly type: ElementType
  /** How many entries it has. */
  readonly count: number
  /** Whether it holds differences from entry to entry. */
  readonly differences: boolean
  readonly blocks: readonly Block[]
}

/** What a container says of itself: `meta` is the business of those who write it. */
export interface Contents {
  readonly meta: JsonObject
  readonly sections: readonly Section[]
}

/** As JSON; blocks as one list of length, checksum and width each. */
export function contentsToJson({ meta, sections }: Contents): string {
  return JSON.stringify({
    meta,
    sections: sections.map(({ name, type, count, differences, blocks }) => ({
      name,
      type,
      count,
      differences,
      blocks: blocks.flatMap(({ bytes, checksum, width }) => [bytes, checksum, width]),
    })),
  })
}

/**
 * Reads what `contentsToJson` wrote. Nothing in it is believed: lengths, counts and widths must fit each other and the
 * file.
 * @param upgrade makes the JSON value that of the current version
 * @param from where the first block begins
 * @param to where the last one ends
 * @throws HeapError `bad-container`
 */
export function contentsFromJson(
  text: string,
  upgrade: (contents: JsonObject) => JsonObject,
  from: number,
  to: number,
): Contents {
  const json = new JsonReader('table of contents', to)
  const contents = upgrade(json.object(json.parse(text)))
  const meta = json.object(contents['meta'])
  const sections: Section[] = []
  let at = from
  for (const value of json.list(contents['sections'])) {
    const section = readSection(json, json.object(value), at)
    if (sections.some(({ name }) => name === section.name))
      json.fail(`names section ${shownName(section.name)} twice`)
    at = endOf(section, at)
    sections.push(section)
  }
  if (at !== to) json.fail(`accounts for ${at - from} bytes of blocks where there are ${to - from}`)
  return { meta, sections }
}

/** Where the section's last block ends, which is `from` where it has none. */
function endOf(section: Section, from: number): number {
  const last = section.blocks.at(-1)
  return last ? last.from + last.bytes : from
}

function readSection(json: JsonReader, value: JsonObject, from: number): Section {
  const name = json.text(value['name'])
  const type = json.oneOf(value['type'], ['u8', 'u32', 'i32', 'f64'])
  const count = json.whole(value['count'])
  const numbers = json.list(value['blocks'])
  const entries = BLOCK_ENTRIES[type]
  if (numbers.length !== 3 * Math.ceil(count / entries))
    json.fail(`gives section ${shownName(name)} other blocks than its count asks for`)
  const blocks: Block[] = []
  let at = from
  for (let i = 0; i < numbers.length; i += 3) {
    const bytes = json.whole(numbers[i])
    const checksum = json.whole(numbers[i + 1])
    const width = json.whole(numbers[i + 2])
    const rawBytes = entriesOf({ type, count }, i / 3) * width
    if (!isWidth(type, width)) json.fail(`gives section ${shownName(name)} a block of width ${width}`)
    if (rawBytes > bytes * MAX_DEFLATE_RATIO)
      json.fail(`claims more of section ${shownName(name)} than its bytes can hold`)
    blocks.push({ from: at, bytes, checksum, width })
    at += bytes
  }
  return { name, type, count, differences: json.flag(value['differences']), blocks }
}

/** How many entries block `index` of a section has. */
export function entriesOf({ type, count }: Pick<Section, 'type' | 'count'>, index: number): number {
  return Math.min(BLOCK_ENTRIES[type], count - index * BLOCK_ENTRIES[type])
}

function isWidth(type: ElementType, width: number): boolean {
  if (type === 'f64') return isDoubleWidth(width)
  return width >= 1 && width <= (type === 'u8' ? 1 : 4)
}

/** The section of this name. @throws HeapError `bad-container` where there is none */
export function sectionNamed({ sections }: Contents, name: string): Section {
  const section = sections.find((one) => one.name === name)
  if (!section) throw missing(name)
  return section
}

function missing(name: string): HeapError {
  return damagedContents(name, 0, 'is not there')
}

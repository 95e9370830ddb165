import type { Task } from '../base/task.ts'
import type { JsonReader } from '../format/container/json-reader.ts'
import type { ContainerReader } from '../format/container/reader.ts'
import type { ContainerWriter } from '../format/container/writer.ts'
import type { LineReport, ReportLine } from '../model/line-report.ts'
import { MEASURES, type Series, type SeriesCall, type SeriesPause } from '../model/series.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { isAscending } from './checks.ts'
import { SECTION } from './section-names.ts'

/** Writes what a file without objects says over time or of lines. Samples of all lines stand one behind the other. */
export async function writeSeries(writer: ContainerWriter, { series, report }: Snapshot): Promise<void> {
  if (series) {
    const { lines, ...about } = series
    const named = lines.map(({ measure, of, time }) => ({ measure, of, samples: time.length }))
    await writer.json(SECTION.series, { ...about, lines: named })
    await writer.column(SECTION.seriesTimes, behindEachOther(lines.map(({ time }) => time)))
    await writer.column(SECTION.seriesBytes, behindEachOther(lines.map(({ bytes }) => bytes)))
  }
  if (report) await writer.json(SECTION.lineReport, report)
}

function behindEachOther(columns: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const column of columns) {
    all.set(column, at)
    at += column.length
  }
  return all
}

/** @throws HeapError `bad-container` */
export async function readSeries(reader: ContainerReader, task: Task): Promise<Series> {
  const { value, reader: json } = await reader.json(SECTION.series, task)
  const time = await reader.doubles(SECTION.seriesTimes, task)
  const bytes = await reader.doubles(SECTION.seriesBytes, task)
  const about = json.object(value)
  let at = 0
  const lines = json.list(about['lines']).map((one) => {
    const line = json.object(one)
    const from = at
    at += json.whole(line['samples'])
    const moments = time.subarray(from, at)
    if (moments.length === 0 || !isAscending(moments))
      json.fail('has samples that are not in the order of time')
    return {
      measure: json.oneOf(line['measure'], MEASURES),
      of: json.text(line['of']),
      time: moments,
      bytes: bytes.subarray(from, at),
    }
  })
  if (lines.length === 0 || at !== time.length || at !== bytes.length)
    json.fail('counts other samples than there are')
  const isAmount = (number: number): boolean => number >= 0 && number <= Number.MAX_SAFE_INTEGER
  if (!time.every(isAmount) || !bytes.every(isAmount)) json.fail('has a sample that is below 0 or not finite')
  return {
    tool: json.oneOf(about['tool'], ['mprof', 'heapscope']),
    command: orNull(about['command'], (text) => json.text(text)),
    pid: orNull(about['pid'], (number) => json.number(number)),
    interval: orNull(about['interval'], (number) => json.number(number)),
    lines,
    calls: json.list(about['calls']).map((call) => callOf(json, call)),
    pauses: json.list(about['pauses']).map((pause) => pauseOf(json, pause)),
    notes: json.list(about['notes']).map((note) => json.text(note)),
  }
}

function callOf(json: JsonReader, value: unknown): SeriesCall {
  const call = json.object(value)
  const [start, end, startBytes, endBytes] = ['start', 'end', 'startBytes', 'endBytes'].map((name) =>
    json.number(call[name]),
  ) as [number, number, number, number]
  return {
    name: json.text(call['name']),
    start,
    end,
    startBytes,
    endBytes,
    level: wholeOrNull(json, call['level']),
  }
}

function pauseOf(json: JsonReader, value: unknown): SeriesPause {
  const pause = json.object(value)
  return {
    time: json.number(pause['time']),
    took: orNull(pause['took'], (took) => json.number(took)),
    generation: wholeOrNull(json, pause['generation']),
    collected: wholeOrNull(json, pause['collected']),
  }
}

/** @throws HeapError `bad-container` */
export async function readReport(reader: ContainerReader, task: Task): Promise<LineReport> {
  const { value, reader: json } = await reader.json(SECTION.lineReport, task)
  const report = json.object(value)
  return {
    functions: json.list(report['functions']).map((one) => {
      const reported = json.object(one)
      return {
        file: json.text(reported['file']),
        lines: json.list(reported['lines']).map((line) => reportLineOf(json, line)),
      }
    }),
    notes: json.list(report['notes']).map((note) => json.text(note)),
  }
}

function reportLineOf(json: JsonReader, value: unknown): ReportLine {
  const line = json.object(value)
  return {
    line: json.whole(line['line']),
    usage: orNull(line['usage'], (usage) => json.number(usage)),
    increment: orNull(line['increment'], (increment) => json.number(increment)),
    occurrences: wholeOrNull(json, line['occurrences']),
    contents: json.text(line['contents']),
  }
}

function wholeOrNull(json: JsonReader, value: unknown): number | null {
  return orNull(value, (number) => json.whole(number))
}

function orNull<Value>(value: unknown, read: (value: unknown) => Value): Value | null {
  return value === null ? null : read(value)
}

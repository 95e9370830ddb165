import { grouped, markdownTable, median } from '../measure/table.mjs'

const LARGE = 5_000_000

/** Of several runs the medians; of a run that failed why. */
export function middleOf(runs) {
  if (runs[0].why) return { why: runs[0].why }
  const middle = (field) => median(runs.map((run) => run[field]))
  return {
    objects: runs[0].objects,
    seconds: middle('seconds'),
    processor: middle('processor'),
    memory: middle('memory'),
    ...(runs[0].pause !== undefined && { pause: middle('pause'), bytes: middle('bytes') }),
  }
}

const rate = ({ objects, seconds }) => objects / seconds
const processorRate = ({ objects, processor }) => objects / processor
const perObject = ({ memory, objects }) => memory / objects

/** One row for each tool; ratios are those of objects a second to Heapscope's walk in Python. */
export function pythonTable(size, results) {
  const ofSize = results.filter((result) => result.size === size)
  const pure = ofSize.find(({ tool, why }) => tool === 'heapscope-pure' && !why)
  const rows = ofSize.map((result) => {
    if (result.why) return [result.tool, result.why, '', '', '', '', '', '']
    return [
      result.tool,
      grouped(result.objects),
      `${result.seconds.toFixed(2)} s`,
      grouped(Math.round(rate(result))),
      grouped(Math.round(processorRate(result))),
      pure ? `${(rate(result) / rate(pure)).toFixed(2)}×` : '',
      `${perObject(result).toFixed(1)} B`,
      result.pause === undefined ? '' : `${(result.pause * 1000).toFixed(1)} ms`,
    ]
  })
  const head = [
    'tool',
    'objects',
    'took',
    'objects/s',
    'objects/processor second',
    'ratio',
    'memory/object',
    'pause',
  ]
  return `### ${grouped(size)} objects\n\n${markdownTable(head, rows)}`
}

/** What was wanted: `name`, `wanted`, `measured`, `met`. Speed by processor seconds: others may use the machine, too. */
export function checkPython(results) {
  return results.filter(({ tool, why }) => tool.startsWith('heapscope') && !why).flatMap(checkOne)
}

function checkOne(result) {
  const name = `${result.tool}, ${grouped(result.size)} objects`
  const least = result.tool === 'heapscope' ? 1_500_000 : 300_000
  const checked = [
    {
      name: `${name}: objects a processor second`,
      wanted: `${grouped(least)} at least`,
      measured: grouped(Math.round(processorRate(result))),
      met: processorRate(result) >= least,
    },
  ]
  if (result.size >= LARGE) {
    checked.push(
      {
        name: `${name}: extra memory an object`,
        wanted: '30 B at most',
        measured: `${perObject(result).toFixed(1)} B`,
        met: perObject(result) <= 30,
      },
      {
        name: `${name}: pause`,
        wanted: 'under 50 ms',
        measured: `${(result.pause * 1000).toFixed(1)} ms`,
        met: result.pause < 0.05,
      },
    )
  }
  return checked
}

export function pythonTargets(checked) {
  return markdownTable(
    ['target', 'wanted', 'measured', 'met'],
    checked.map(({ name, wanted, measured, met }) => [name, wanted, measured, met ? 'yes' : 'no']),
  )
}

export function missedPython(checked) {
  return checked
    .filter(({ met }) => !met)
    .map(({ name, wanted, measured }) => `Missed: ${name}: ${measured}, wanted ${wanted}.`)
}

import { line, scaleLog } from 'd3'
import { megabytes } from '../measure/table.mjs'
import { medianOf } from './results.mjs'
import { isRealistic } from './scaling.mjs'

const WIDTH = 900
const HEIGHT = 470
/** Names of the tools stand in the right margin, at the ends of their lines. */
const PLOT = { left: 62, right: 640, top: 48, bottom: 412 }
const LABEL_STEP = 17
const X_TICKS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].map((value) => value * 1e6)
const Y_TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
/** Each has a colour and a dash of its own: neither is needed to tell them apart, their names stand beside them. */
const SERIES = [
  { id: 'heapscope', label: 'Heapscope, command line' },
  { id: 'heapscope-page', label: 'Heapscope, page' },
  { id: 'devtools', label: "Chrome DevTools' worker" },
  { id: 'memlab', label: 'memlab' },
  { id: 'vscode', label: '@vscode/v8-heap-parser' },
  { id: 'native', label: '@heap-snapshot/tool' },
]
const STYLE = `
    svg { --paper: #ffffff; --ink: #1f2328; --grid: #d1d9e0; font: 13px system-ui, sans-serif }
    .heapscope { --line: #0b6b3a } .heapscope-page { --line: #0969da } .devtools { --line: #b4330f }
    .memlab { --line: #8250df } .vscode { --line: #9a6700 } .native { --line: #57606a }
    @media (prefers-color-scheme: dark) {
      svg { --paper: #0d1117; --ink: #e6edf3; --grid: #3d444d }
      .heapscope { --line: #3fb950 } .heapscope-page { --line: #58a6ff } .devtools { --line: #ff7b54 }
      .memlab { --line: #bc8cff } .vscode { --line: #d4a72c } .native { --line: #9aa4af }
    }
    .paper { fill: var(--paper) } text { fill: var(--ink) } .title { font-size: 16px; font-weight: 600 }
    .grid { stroke: var(--grid) } .axis { stroke: var(--ink) }
    path { fill: none; stroke: var(--line); stroke-width: 2 } circle { fill: var(--line) }
    .cross { stroke-dasharray: none !important } .leader { stroke: var(--grid) }
    .heapscope path { stroke-width: 3.5 } .heapscope-page path { stroke-dasharray: 7 4 }
    .memlab path { stroke-dasharray: 2 4 } .vscode path { stroke-dasharray: 10 3 2 3 }`

/**
 * Seconds over file size for each tool on the realistic files, both axes logarithmic, as the text of an SVG that follows
 * the reader's light or dark scheme, its paper included. A cross marks where a tool dies or is stopped.
 * @returns `{ svg, description }`; undefined where fewer than two realistic files were measured
 */
export function performancePlot(results) {
  const files = results.filter(isRealistic).toSorted((a, b) => a.bytes - b.bytes)
  const series = SERIES.map((one) => ({ ...one, ...pointsOf(files, one.id) })).filter(
    ({ points }) => points.length > 0,
  )
  if (files.length < 2 || series.length === 0) {
    return undefined
  }
  const scales = scalesFor(series.flatMap(({ points, deaths }) => [...points, ...deaths]))
  const description = series.map(inWords).join(' ')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description">
  <title id="title">Seconds to all retained sizes over file size</title>
  <desc id="description">${escaped(description)}</desc>
  <style>${STYLE}
  </style>
  <rect class="paper" width="${WIDTH}" height="${HEIGHT}" />
  <text class="title" x="${PLOT.left}" y="26">Seconds to all retained sizes over file size, both logarithmic</text>
${axes(scales)}
${withLabelPlaces(series, scales)
  .map((one) => drawn(one, scales))
  .join('\n')}
</svg>
`
  return { svg, description }
}

function pointsOf(files, id) {
  const runs = files.map((file) => ({
    bytes: file.bytes,
    seconds: medianOf(file, id),
    failure: [...file.runs, ...(file.pages ?? [])].find((run) => run.id === id)?.failure,
  }))
  return {
    points: runs.filter(({ seconds }) => seconds !== undefined),
    deaths: runs
      .filter(({ failure }) => failure)
      .map(({ bytes, failure }) => ({ bytes, seconds: failure.seconds })),
  }
}

function scalesFor(points) {
  const extent = (values, ticks) => [
    ticks.findLast((tick) => tick <= Math.min(...values)) ?? ticks[0],
    ticks.find((tick) => tick >= Math.max(...values)) ?? ticks.at(-1),
  ]
  const bytes = points.map((point) => point.bytes)
  const seconds = points.map((point) => point.seconds)
  return {
    x: scaleLog(extent(bytes, X_TICKS), [PLOT.left, PLOT.right]),
    y: scaleLog(extent(seconds, Y_TICKS), [PLOT.bottom, PLOT.top]),
  }
}

function axes({ x, y }) {
  const within = (scale) => (tick) => tick >= scale.domain()[0] && tick <= scale.domain()[1]
  const vertical = X_TICKS.filter(within(x)).map(
    (
      tick,
    ) => `  <line class="grid" x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${PLOT.top}" y2="${PLOT.bottom}"/>
  <text x="${at(x(tick))}" y="${PLOT.bottom + 18}" text-anchor="middle">${tick >= 1e9 ? `${tick / 1e9} GB` : `${tick / 1e6} MB`}</text>`,
  )
  const horizontal = Y_TICKS.filter(within(y)).map(
    (
      tick,
    ) => `  <line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${at(y(tick))}" y2="${at(y(tick))}"/>
  <text x="${PLOT.left - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${tick}</text>`,
  )
  const middle = (PLOT.top + PLOT.bottom) / 2
  return [
    ...vertical,
    ...horizontal,
    `  <line class="axis" x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}"/>`,
    `  <line class="axis" x1="${PLOT.left}" x2="${PLOT.left}" y1="${PLOT.top}" y2="${PLOT.bottom}"/>`,
    `  <text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 44}" text-anchor="middle">size of the snapshot file</text>`,
    `  <text transform="translate(16 ${middle}) rotate(-90)" text-anchor="middle">seconds</text>`,
  ].join('\n')
}

/** Puts the names beside the last mark of their lines, be it a point or a cross, pushed down or up so far that none covers another. */
function withLabelPlaces(series, { y }) {
  const placed = series
    .map((one) => ({ ...one, last: lastMark(one) }))
    .map((one) => ({ ...one, labelY: y(one.last.seconds) }))
    .toSorted((a, b) => a.labelY - b.labelY)
  for (let i = 1; i < placed.length; i++) {
    placed[i].labelY = Math.max(placed[i].labelY, placed[i - 1].labelY + LABEL_STEP)
  }
  for (let i = placed.length - 1, floor = PLOT.bottom; i >= 0; i--, floor -= LABEL_STEP) {
    placed[i].labelY = Math.min(placed[i].labelY, floor)
  }
  return placed
}

function lastMark({ points, deaths }) {
  return [...points, ...deaths].reduce((last, mark) => (mark.bytes >= last.bytes ? mark : last))
}

function drawn({ id, label, points, deaths, last, labelY }, { x, y }) {
  const path = line(
    (point) => x(point.bytes),
    (point) => y(point.seconds),
  )
  return `  <g class="${id}">
    <path d="${path.digits(1)(points)}"/>
${points.map((point) => `    <circle cx="${at(x(point.bytes))}" cy="${at(y(point.seconds))}" r="4"/>`).join('\n')}
${deaths.map((death) => `    <path class="cross" d="${cross(x(death.bytes), y(death.seconds))}"/>\n`).join('')}\
    <line class="leader" x1="${at(x(last.bytes) + 7)}" y1="${at(y(last.seconds))}" x2="${PLOT.right + 10}" y2="${at(labelY)}"/>
    <text x="${PLOT.right + 14}" y="${at(labelY + 4)}">${escaped(label)}${deaths.length > 0 ? ' (× fails)' : ''}</text>
  </g>`
}

function cross(x, y) {
  const [left, right, top, bottom] = [x - 5, x + 5, y - 5, y + 5].map(at)
  return `M${left},${top}L${right},${bottom}M${left},${bottom}L${right},${top}`
}

function inWords({ label, points, deaths }) {
  const took = points.map(({ bytes, seconds }) => `${seconds.toFixed(1)} s at ${megabytes(bytes)}`)
  const died = deaths.map(({ bytes }) => `does not open ${megabytes(bytes)}`)
  return `${label}: ${[...took, ...died].join(', ')}.`
}

function at(value) {
  return Math.round(value * 10) / 10
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

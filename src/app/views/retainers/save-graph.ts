import { notify } from '#app/state/notice-store.ts'
import type { DrawnGraph } from './graph-layout.ts'
import { graphDot } from './graph-dot.ts'
import { graphSvg, type Paint } from './graph-svg.ts'
import { token } from './measure-text.ts'

/** Pixels of a picture for each of the drawing, so that it stays sharp. */
const SHARPNESS = 2

interface Saving {
  /** What stands above the drawing. */
  readonly title: string
  readonly format: 'svg' | 'png' | 'dot'
  /** Of the file, without its ending. */
  readonly name: string
}

/** Saves the drawing as it is painted on the page: as SVG, or as PNG in twice its size; or as DOT what it is made of. */
export async function saveGraph(graph: DrawnGraph, { title, format, name }: Saving): Promise<void> {
  try {
    download(await fileOf(graph, title, format), `${name}.${format}`)
    notify(`Saved the drawing as ${name}.${format}.`)
  } catch {
    notify('The drawing could not be saved.')
  }
}

async function fileOf(graph: DrawnGraph, title: string, format: Saving['format']): Promise<Blob> {
  if (format === 'dot') {
    const rows = graph.boxes.map(({ row }) => row)
    return new Blob([graphDot(rows, title)], { type: 'text/vnd.graphviz' })
  }
  const svg = new Blob([graphSvg(graph, title, pagePaint())], { type: 'image/svg+xml' })
  return format === 'svg' ? svg : asPng(svg)
}

function pagePaint(): Paint {
  return {
    page: resolved('--page'),
    surface: resolved('--surface'),
    soft: resolved('--accent-soft'),
    line: resolved('--line-strong'),
    text: resolved('--text'),
    quiet: resolved('--quiet'),
    accent: resolved('--accent'),
    sans: token('--font-sans'),
    mono: token('--font-mono'),
    resolve: (reference) => resolved(reference.replace(/^var\((.*)\)$/, '$1')),
  }
}

/** A colour of the theme that is shown: tokens hold both themes' at once. */
function resolved(name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

async function asPng(svg: Blob): Promise<Blob> {
  const url = URL.createObjectURL(svg)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width * SHARPNESS
    canvas.height = image.height * SHARPNESS
    const context = canvas.getContext('2d')
    if (!context) throw new Error('There is no canvas.')
    context.drawImage(image, 0, 0, canvas.width, canvas.height)
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (!png) throw new Error('The picture is too large.')
    return png
  } finally {
    URL.revokeObjectURL(url)
  }
}

function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the bytes by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

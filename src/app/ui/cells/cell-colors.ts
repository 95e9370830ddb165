import type { Kind } from '#engine/model/rows.ts'
import { kindLook } from '../kinds.ts'
import { MIXES } from './growth-look.ts'

/** The colours of a drawing as a canvas takes them. */
export interface CellColors {
  /** By kind: what a cell is filled with on even and on odd levels, and the stripe at its edge. */
  readonly kinds: Readonly<Record<Kind, KindColors>>
  readonly text: string
  readonly quiet: string
  readonly surface: string
  readonly sunk: string
  readonly line: string
  readonly growth: GrowthColors
}

/** By step of `stepOf`. */
export interface GrowthColors {
  readonly grown: readonly string[]
  readonly shrunk: readonly string[]
  readonly unchanged: string
  readonly hatch: string
}

interface KindColors {
  readonly even: string
  readonly odd: string
  /** Of cells too small for words. */
  readonly small: string
  readonly edge: string
}

const KINDS = ['object', 'closure', 'string', 'array', 'code', 'native', 'number', 'system', 'root'] as const

/** Resolves the page's colours where `element` stands: a canvas knows no custom properties. */
export function resolveColors(element: HTMLElement): CellColors {
  const probe = document.createElement('span')
  probe.hidden = true
  element.append(probe)
  const resolve = (color: string): string => {
    probe.style.color = color
    return getComputedStyle(probe).color
  }
  const mixed = (color: string, part: number): string =>
    resolve(`color-mix(in srgb, ${color} ${part}%, var(--surface))`)
  const colorsOf = (kind: Kind): KindColors => {
    const { color } = kindLook(kind)
    return { even: mixed(color, 30), odd: mixed(color, 21), small: mixed(color, 48), edge: resolve(color) }
  }
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, colorsOf(kind)])) as Record<Kind, KindColors>
  const colors = {
    kinds,
    text: resolve('var(--text)'),
    quiet: resolve('var(--quiet)'),
    surface: resolve('var(--surface)'),
    sunk: resolve('var(--surface-sunk)'),
    line: resolve('var(--line-strong)'),
    growth: {
      grown: MIXES.map((part) => mixed('var(--growth)', part)),
      shrunk: MIXES.map((part) => mixed('var(--shrinkage)', part)),
      unchanged: resolve('var(--unchanged)'),
      hatch: resolve('var(--growth-text)'),
    },
  }
  probe.remove()
  return colors
}

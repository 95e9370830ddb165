import type { ElementHandle, Frame, Locator, Page } from 'playwright-core'

type Scope = Frame | Locator
type Role = Parameters<Frame['getByRole']>[0]

/** How a selector of Puppeteer says that it is not CSS: `aria/…` or `aria=…`. */
const WHOLE = /^(aria|text|xpath|pierce)[/=]([^]*)$/
/** What of it stands within CSS: texts, which are left alone, combinators into shadow roots, and `::-p-text(…)`. */
const PIECES = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\s*>>>>?\s*|::-p-(\w+)\(((?:[^()\\]|\\.|\([^()]*\))*)\)/g
const ATTRIBUTE = /\[\s*(\w+)\s*=\s*(["'])(.*?)\2\s*\]/g

/** Roles of what can have a name. */
const ROLES: readonly Role[] = [
  ...(['alert', 'alertdialog', 'application', 'article', 'banner', 'blockquote', 'button', 'cell'] as const),
  ...([
    'checkbox',
    'columnheader',
    'combobox',
    'complementary',
    'contentinfo',
    'dialog',
    'document',
  ] as const),
  ...(['feed', 'figure', 'form', 'grid', 'gridcell', 'group', 'heading', 'img', 'link', 'list'] as const),
  ...(['listbox', 'listitem', 'log', 'main', 'marquee', 'math', 'menu', 'menubar', 'menuitem'] as const),
  ...(['menuitemcheckbox', 'menuitemradio', 'meter', 'navigation', 'note', 'option', 'progressbar'] as const),
  ...(['radio', 'radiogroup', 'region', 'row', 'rowgroup', 'rowheader', 'scrollbar', 'search'] as const),
  ...(['searchbox', 'separator', 'slider', 'spinbutton', 'status', 'switch', 'tab', 'table'] as const),
  ...(['tablist', 'tabpanel', 'textbox', 'timer', 'toolbar', 'tooltip', 'tree', 'treegrid'] as const),
  'treeitem',
]

type AnyCall = (...args: never[]) => unknown

/** A page's calls that begin with a selector, done on what it finds. */
const CALLS: Record<string, (found: Locator, ...args: never[]) => unknown> = {
  locator: (found) => found,
  $: firstHandle,
  $$: (found) => found.elementHandles(),
  $eval: (found, ...args: Parameters<Locator['evaluate']>) => found.first().evaluate(...args),
  $$eval: (found, ...args: Parameters<Locator['evaluateAll']>) => found.evaluateAll(...args),
  click: (found, ...args: Parameters<Locator['click']>) => found.first().click(...args),
  focus: (found, ...args: Parameters<Locator['focus']>) => found.first().focus(...args),
  hover: (found, ...args: Parameters<Locator['hover']>) => found.first().hover(...args),
  tap: (found, ...args: Parameters<Locator['tap']>) => found.first().tap(...args),
  type: (found, ...args: Parameters<Locator['pressSequentially']>) =>
    found.first().pressSequentially(...args),
  selectOption: (found, ...args: Parameters<Locator['selectOption']>) => found.first().selectOption(...args),
  async waitForSelector(found, options: Parameters<Locator['waitFor']>[0] = {}) {
    await found.first().waitFor(options)
    return firstHandle(found)
  },
}

/** Has a page understand selectors that only Puppeteer has. */
export function withPuppeteerSelectors(page: Page): void {
  const frame = page.mainFrame()
  const calls = page as unknown as Record<string, AnyCall>
  for (const [name, call] of Object.entries(CALLS)) {
    const own = calls[name]!.bind(page) as (...args: unknown[]) => unknown
    const onFound = (selector: string, ...args: never[]): unknown => {
      const found = puppeteerLocator(frame, selector)
      return found ? call(found, ...args) : own(selector, ...args)
    }
    // All others promise, and so do not throw at once.
    calls[name] =
      name === 'locator' ? onFound : async (...args: Parameters<typeof onFound>) => onFound(...args)
  }
}

async function firstHandle(found: Locator): Promise<ElementHandle | null> {
  const [first = null, ...others] = await found.elementHandles()
  await Promise.all(others.map((handle) => handle.dispose()))
  return first
}

/**
 * What a selector finds that only Puppeteer has; null for all others.
 * @throws Error where it says something that has no like here
 */
function puppeteerLocator(frame: Frame, selector: string): Locator | null {
  const whole = WHOLE.exec(selector)
  if (whole && !selector.startsWith('text=') && !selector.startsWith('xpath=')) {
    return within(frame, whole[1]!, whole[2]!)
  }
  let scope: Scope = frame
  let css = ''
  let from = 0
  const take = (): void => {
    if (css.trim() !== '') scope = scope.locator(`css=${css}`)
    css = ''
  }
  for (const { 0: text, 1: kind, 2: argument, index } of selector.matchAll(PIECES)) {
    css += selector.slice(from, index)
    from = index + text.length
    if (kind === undefined && /^["']/.test(text)) css += text
    else {
      take()
      if (kind !== undefined) scope = within(scope, kind, unquoted(argument!))
    }
  }
  if (scope === frame && css === selector.slice(0, from)) return null
  css += selector.slice(from)
  take()
  return scope === frame ? null : (scope as Locator)
}

function within(scope: Scope, kind: string, value: string): Locator {
  switch (kind) {
    case 'aria':
      return named(scope, value)
    case 'text':
      return scope.locator(`text=/${value.replace(/[^\w\s\u0080-\uffff]/g, hexadecimal)}/`)
    case 'xpath':
      return scope.locator(`xpath=${value}`)
    case 'pierce':
      return scope.locator(`css=${value}`)
    default:
      throw new Error(`selectors cannot have ::-p-${kind} here`)
  }
}

/** `Name`, `Name[role="button"]` or `[name="Name"]`, as Chrome's tree for assistive technology has them. */
function named(scope: Scope, value: string): Locator {
  const found: Record<string, string> = {}
  const rest = value.replace(ATTRIBUTE, (_, attribute: string, __, text: string) => {
    if (attribute !== 'name' && attribute !== 'role') {
      throw new Error(`aria/${value} asks for ${attribute}; it can ask for name and role`)
    }
    found[attribute] = text
    return ''
  })
  const { role, name = rest === '' ? undefined : rest } = found
  const options = name === undefined ? {} : { name, exact: true }
  if (role !== undefined) return scope.getByRole(role as Role, options)
  if (name === undefined) throw new Error(`aria/${value} asks for neither name nor role`)
  return ROLES.reduce(
    (all, one) => all.or(scope.getByRole(one, options)),
    scope.getByLabel(name, { exact: true }),
  )
}

function unquoted(text: string): string {
  const inner = /^(["'])([^]*)\1$/.exec(text)?.[2] ?? text
  return inner.replace(/\\([^])/g, '$1')
}

/** For a pattern of Playwright's, whose selectors give a meaning to quotes and more. */
function hexadecimal(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}

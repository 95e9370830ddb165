/** A part of what the docs say of a rule: words, or a program. */
export interface DocPart {
  readonly kind: 'words' | 'program'
  readonly text: string
}

const FENCE = /^```\w*\n([^]*?)\n```$/gm
/** Below the heading stand the rule's name and what it looks for, which the dialog says itself. */
const OWN_PARAGRAPHS = 2

/** What the docs say of a rule below its own sentence: each program with the fault and its cured twin. */
export async function rulePrograms(title: string): Promise<readonly DocPart[]> {
  const { default: docs } = await import('../../../../docs/findings.md?raw')
  return programsIn(docs, title)
}

/** The same, of the text of the docs; empty where they have no such rule. */
export function programsIn(docs: string, title: string): readonly DocPart[] {
  const start = docs.indexOf(`\n### ${title}\n`)
  if (start === -1) return []
  const from = start + `\n### ${title}\n`.length
  const next = docs.indexOf('\n### ', from)
  const text = docs.slice(from, next === -1 ? docs.length : next)
  const parts: DocPart[] = []
  let at = 0
  for (const fence of text.matchAll(FENCE)) {
    parts.push(...paragraphs(text.slice(at, fence.index)), { kind: 'program', text: fence[1]! })
    at = fence.index + fence[0].length
  }
  return [...parts, ...paragraphs(text.slice(at))].slice(OWN_PARAGRAPHS)
}

function paragraphs(text: string): DocPart[] {
  return text
    .split(/\n{2,}/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => ({ kind: 'words', text: one }))
}

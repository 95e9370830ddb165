/** A text in which nothing means anything to Markdown. */
export function plainMarkdown(text: string): string {
  return text.replace(/[|\\`*_<>[\]#]/g, String.raw`\$&`)
}

/** A text as code on one line, whatever backticks are in it. */
export function codeMarkdown(text: string): string {
  const runs = text.match(/`+/g) ?? []
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1)
  const space = runs.length > 0 ? ' ' : ''
  return `${fence}${space}${text}${space}${fence}`
}

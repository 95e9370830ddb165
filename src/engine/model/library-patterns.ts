/** Folders in which package managers put what others wrote. */
export const PACKAGE_FOLDERS = [
  'node_modules',
  'bower_components',
  'vendor',
  'site-packages',
  'dist-packages',
] as const

/** How scripts begin that come with an engine or its host. */
export const RUNTIME_PREFIXES = [
  'node:',
  'internal:',
  'internal/',
  'ext:',
  'native:',
  'bun:',
  'deno:',
  'chrome:',
  'chrome-extension:',
  'extensions:',
  'devtools:',
  'v8/',
  'evalmachine',
] as const

/**
 * Why a text is no pattern that could say which files and modules are a library's, as a sentence; null where it is one. A
 * pattern is a part of the name of a file or module, as it is written there.
 */
export function patternFault(pattern: string): string | null {
  if (pattern.trim() === '')
    return 'A pattern is a part of a file or module name, such as /lib/ or charts.js.'
  if (!/[\p{L}\p{N}]/u.test(pattern))
    return `“${pattern}” has neither letter nor digit and is in nearly every name: write more of the file or module.`
  const bare = withoutSlashes(pattern)
  const known = [...PACKAGE_FOLDERS, ...RUNTIME_PREFIXES].find((one) => withoutSlashes(one) === bare)
  return known === undefined ? null : `“${known}” is built in already.`
}

function withoutSlashes(text: string): string {
  return text.replaceAll(/^\/|\/$/g, '')
}

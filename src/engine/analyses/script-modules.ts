const PACKAGE = /^(.*[/\\]node_modules[/\\])((?:@[^/\\]+[/\\])?[^/\\]+)/
const BUILT_IN = /^(node|internal|ext|npm|jsr):/

/**
 * What a script belongs to: `node_modules/<package>` by the innermost folder of that name, `node:fs` and the like as they
 * are, and any other script itself, without query and fragment and without `base`.
 * @param base the folder that all scripts of the program share, from `sharedFolder`
 */
export function moduleOfUrl(url: string, base: string): string {
  const plain = withoutQuery(url)
  const inPackage = PACKAGE.exec(plain)
  if (inPackage) return `node_modules/${inPackage[2]!.replaceAll('\\', '/')}`
  return plain.startsWith(base) && plain.length > base.length ? plain.slice(base.length) : plain
}

/** The longest folder, with its last slash, that all these scripts lie in, packages and built-in ones aside. */
export function sharedFolder(urls: readonly string[]): string {
  const own = urls.map(withoutQuery).filter((url) => !PACKAGE.test(url) && !BUILT_IN.test(url))
  let shared = own[0] ?? ''
  for (const url of own) while (!url.startsWith(shared)) shared = shared.slice(0, -1)
  return shared.slice(0, Math.max(shared.lastIndexOf('/'), shared.lastIndexOf('\\')) + 1)
}

function withoutQuery(url: string): string {
  return /^(?:data|blob):/.test(url) ? url : url.replace(/[?#].*$/, '')
}

/**
 * What the header `Content-Disposition` calls a file (RFC 6266), or null where it calls it nothing. The plain spelling
 * is only looked at where there is no encoded one; folders in front of a name are left out.
 */
export function sentName(header: string | null): string | null {
  if (!header) return null
  const encoded = /;\s*filename\*\s*=\s*(utf-8|iso-8859-1)'[^']*'([^;\s]+)/i.exec(header)
  const name = encoded ? decoded(encoded[2]!, encoded[1]!) : plain(header)
  const bare = name
    ?.split(/[/\\]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, '')
    .trim()
  return bare || null
}

function plain(header: string): string | null {
  const found = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header)
  return found?.[1]?.replace(/\\(["\\])/g, '$1') ?? found?.[2] ?? null
}

function decoded(text: string, charset: string): string | null {
  if (charset.toLowerCase() !== 'utf-8')
    return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
      String.fromCodePoint(Number.parseInt(code, 16)),
    )
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

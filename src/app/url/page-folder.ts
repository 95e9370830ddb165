import { shareId } from '#protocol/share-api.ts'

type At = Pick<Location, 'origin' | 'pathname'>

/** What stands in the path of a link to a share, behind the folder of the page. */
const SHARE = /^(.*\/)s\/([\w-]+)\/?$/

/** The folder in which the page and its files stand, as an address with a slash at its end. */
export function pageFolder({ origin, pathname }: At): string {
  const [, folder] = shareMatch(pathname) ?? []
  return new URL(folder ?? pathname.replace(/[^/]*$/, ''), origin).href
}

/** The id of the share that an address names, or null. */
export function shareIdIn(pathname: string): string | null {
  return shareMatch(pathname)?.[2] ?? null
}

function shareMatch(pathname: string): RegExpExecArray | null {
  const match = SHARE.exec(pathname)
  return match && shareId.safeParse(match[2]).success ? match : null
}

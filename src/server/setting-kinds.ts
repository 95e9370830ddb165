import { z } from 'zod'
import { expiryDays, type ExpiryDays } from '#protocol/share-api.ts'

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
}

/** A kind of setting: its text is read by `read`, and where that gives undefined, `rule` says what it must be. */
export function kind<Value>(rule: string, read: (text: string) => Value | undefined) {
  return z.string().transform((text, context) => {
    const value = read(text.trim())
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: rule })
    return z.NEVER
  })
}

export const port = kind('it must be a number from 0 to 65535', (text) => wholeNumber(text, 65_535))

export const size = kind('it must be a size such as 500MB or 2GB', (text) => {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([A-Z]*)$/.exec(text.toUpperCase()) ?? []
  const bytes = Math.round(Number(number) * (UNITS[unit ?? ''] ?? Number.NaN))
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined
})

/** Up to a million of something; 0 means no limit where a limit is set. */
export const count = kind('it must be a whole number from 0 to 1000000', (text) =>
  wholeNumber(text, 1_000_000),
)

export const proxies = kind('it must be the number of proxies in front, from 0 to 10', (text) =>
  wholeNumber(text, 10),
)

export const flag = kind('it must be true or false', (text) => {
  if (/^(?:true|1|yes)$/i.test(text)) return true
  return /^(?:false|0|no)$/i.test(text) ? false : undefined
})

export const text = kind('it must not be empty', (given) => given || undefined)

export const token = kind('it must have at least 16 characters and no spaces', (given) =>
  /^[\x21-\x7E]{16,}$/.test(given) ? given : undefined,
)

/** Shortest first, for ever last. */
export const expiries = kind('it must be a list of some of 1, 7, 30, 90 and never', (given) => {
  const days = given.split(',').map((item) => expiryDays.safeParse(daysOf(item.trim())).data)
  if (days.includes(undefined)) return undefined
  const chosen = [...new Set(days as ExpiryDays[])]
  return chosen.sort((a, b) => (a || Infinity) - (b || Infinity)) as [ExpiryDays, ...ExpiryDays[]]
})

export const baseUrl = kind('it must be an address such as https://example.org/heapscope', (given) => {
  const url = webAddress(given)
  return url && !url.search && !url.hash ? url : undefined
})

export const origins = kind('it must be a list of origins such as https://example.org', (given) => {
  const all = given.split(',').map((item) => item.trim().replace(/\/$/, ''))
  return all.every((item) => webAddress(item)?.origin === item) ? all : undefined
})

export const endpoint = kind('it must be an address such as https://s3.example.org', (given) =>
  webAddress(given) ? given : undefined,
)

export const databaseUrl = kind(
  'it must be an address that begins with postgres:// or postgresql://',
  (given) => (/^postgres(?:ql)?:\/\//.test(given) && URL.canParse(given) ? given : undefined),
)

function wholeNumber(given: string, most: number): number | undefined {
  return /^\d{1,9}$/.test(given) && Number(given) <= most ? Number(given) : undefined
}

function daysOf(item: string): number | undefined {
  if (item === 'never') return 0
  return /^[1-9]\d?$/.test(item) ? Number(item) : undefined
}

function webAddress(given: string): URL | undefined {
  if (!/^https?:\/\//i.test(given) || !URL.canParse(given)) return undefined
  const url = new URL(given)
  return url.username || url.password ? undefined : url
}

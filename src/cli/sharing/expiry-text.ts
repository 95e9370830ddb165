/** Until when a share is kept: `kept until 2026-12-03 21:15 UTC`, or `kept for ever`. @param expires an ISO time or null */
export function formatExpiry(expires: string | null): string {
  return expires === null ? 'kept for ever' : `kept until ${formatMoment(expires)}`
}

/** An ISO time for people: `2026-12-03 21:15 UTC`. */
export function formatMoment(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

import type { ExpiryDays } from '#protocol/share-api.ts'

/** How long a link works, in words. */
export function expiryWords(days: ExpiryDays): string {
  if (days === 0) return 'ever'
  return days === 1 ? '1 day' : `${days} days`
}

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimits } from '../settings.ts'
import { Refusal } from './refusal.ts'

/** Counts, in this instance's memory, how often somebody did something within a while. */
export class RateLimit {
  /** Null: no limit. */
  private readonly limiter: RateLimiterMemory | null
  private readonly what: string

  /** @param what of which there were too many, for the sentence */
  constructor(what: string, most: number, seconds: number) {
    this.what = what
    this.limiter = most > 0 ? new RateLimiterMemory({ points: most, duration: seconds }) : null
  }

  /** Counts one more. @throws Refusal where that is too many */
  async count(who: string): Promise<void> {
    await this.limiter?.consume(who).catch((error: unknown) => {
      throw error instanceof RateLimiterRes ? this.refusal(error) : error
    })
  }

  /** @throws Refusal where the next one would be too many */
  async check(who: string): Promise<void> {
    const soFar = await this.limiter?.get(who)
    if (soFar && soFar.remainingPoints <= 0) throw this.refusal(soFar)
  }

  private refusal({ msBeforeNext }: RateLimiterRes): Refusal {
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000))
    return new Refusal('too-many', `There were too many ${this.what}; try again in ${seconds} s.`, {
      headers: { 'Retry-After': String(seconds) },
    })
  }
}

export interface Limits {
  readonly uploads: RateLimit
  readonly reads: RateLimit
  readonly wrongTokens: RateLimit
}

export function limitsOf({ uploadsPerHour, readsPerMinute, wrongTokensPerHour }: RateLimits): Limits {
  return {
    uploads: new RateLimit('uploads from your address', uploadsPerHour, 3600),
    reads: new RateLimit('requests from your address', readsPerMinute, 60),
    wrongTokens: new RateLimit('wrong tokens from your address', wrongTokensPerHour, 3600),
  }
}

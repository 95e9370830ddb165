/** Unlimited repetitions one after the other make the time grow with a power of the text's length. */
const MAX_UNLIMITED = 3

interface Group {
  /** Whether something within is repeated or a choice: then one text can be matched in many ways. */
  ambiguous: boolean
}

/**
 * Why matching a regular expression could take practically forever, as the end of a sentence; null where it cannot.
 * A matcher that tries all ways takes exponential time where a group that can match one text in several ways is itself
 * repeated, `(a+)+` or `(a|aa)*`. Some harmless expressions are refused too.
 */
export function riskOf(source: string, flags: string): string | null {
  const scanner = new Scanner(source, flags.includes('v'))
  return scanner.risk()
}

class Scanner {
  readonly #source: string
  readonly #nestedClasses: boolean
  #at = 0

  constructor(source: string, nestedClasses: boolean) {
    this.#source = source
    this.#nestedClasses = nestedClasses
  }

  risk(): string | null {
    const groups: Group[] = [{ ambiguous: false }]
    let unlimited = 0
    while (this.#at < this.#source.length) {
      const top = groups.at(-1)!
      const closed = this.#step(groups)
      const times = this.#quantifier()
      if (times === null) continue
      if (closed?.ambiguous && times > 1) return 'repeats a group that itself holds repetitions or choices'
      if (times === Number.POSITIVE_INFINITY && ++unlimited > MAX_UNLIMITED) {
        return `has more than ${MAX_UNLIMITED} unlimited repetitions`
      }
      const owner = closed ? groups.at(-1)! : top
      owner.ambiguous = true
    }
    return null
  }

  /** Takes one atom, bar or bracket. @returns the group that it closes */
  #step(groups: Group[]): Group | null {
    const character = this.#source[this.#at++]
    if (character === '\\') this.#at++
    else if (character === '[') this.#skipClass()
    else if (character === '|') groups.at(-1)!.ambiguous = true
    else if (character === '(') {
      this.#skipPrefix()
      groups.push({ ambiguous: false })
    } else if (character === ')' && groups.length > 1) {
      const closed = groups.pop()!
      if (closed.ambiguous) groups.at(-1)!.ambiguous = true
      return closed
    }
    return null
  }

  /** How often at most what stands before is repeated; null where no quantifier follows. */
  #quantifier(): number | null {
    const match = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.#source.slice(this.#at, this.#at + 40))
    if (!match) return null
    this.#at += match[0].length
    if (match[0].startsWith('?')) return 1
    if (match[1] === undefined) return Number.POSITIVE_INFINITY
    if (match[2] === '') return Number(match[1])
    return match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3])
  }

  /** `?:`, `?=`, `?<name>` and the like. */
  #skipPrefix(): void {
    const match = /^\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:)/.exec(this.#source.slice(this.#at))
    this.#at += match?.[0].length ?? 0
  }

  #skipClass(): void {
    for (let depth = 1; depth > 0 && this.#at < this.#source.length; this.#at++) {
      const character = this.#source[this.#at]
      if (character === '\\') this.#at++
      else if (character === ']') depth--
      else if (character === '[' && this.#nestedClasses) depth++
    }
  }
}

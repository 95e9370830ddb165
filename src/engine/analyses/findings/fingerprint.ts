import { shortHash } from '../../base/short-hash.ts'
import type { Draft } from './rule.ts'

/**
 * What finds the same fault again in other captures, builds and on other machines: the hash of the rule, of what owns it
 * and of what class it is about, without numbers and addresses, which differ from run to run.
 */
export function fingerprintOf(rule: string, { owner, subject }: Pick<Draft, 'owner' | 'subject'>): string {
  return shortHash([rule, generic(owner), generic(subject)].join('\n'))
}

function generic(name: string): string {
  return name
    .replace(/ \/ [^.[]*/, '')
    .replace(/ (?:\(global\*?\)|\[JSGlobalObject\])/, '')
    .replace(/\d+/g, '#')
}

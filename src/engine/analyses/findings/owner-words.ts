import { plain, type Words, words } from '../../model/words.ts'

const VARIABLE = /^system \/ Context\.(.+)$/s

/** What holds something, for a sentence, from what the lists of collections call it. */
export function ownerWords(owner: string): Words {
  const variable = VARIABLE.exec(owner)?.[1]
  if (variable === '(variable)') return plain('a variable of a function or module')
  return variable === undefined ? words`${owner}` : words`the variable ${variable}`
}

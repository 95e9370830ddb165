import type { Phrase, Words } from '#engine/model/words.ts'
import { ByteText } from './ByteText.tsx'
import { formatCount } from './format.ts'
import { codeText, shareText } from './words-text.ts'
import styles from './WordsText.module.css'

/** A sentence about a program: its names as code, sizes with their exact bytes on hover. */
export function WordsText({ words }: { readonly words: Words }) {
  return words.map((phrase, at) => <PhraseText key={at} phrase={phrase} />)
}

function PhraseText({ phrase }: { readonly phrase: Phrase }) {
  if (typeof phrase === 'string') return phrase
  if ('code' in phrase) return <CodeText text={phrase.code} />
  if ('bytes' in phrase) return <ByteText value={phrase.bytes} />
  return 'count' in phrase ? formatCount(phrase.count) : shareText(phrase.share)
}

/** Something of the program's own, within a sentence. */
export function CodeText({ text }: { readonly text: string }) {
  const shown = codeText(text)
  return (
    <bdi dir="ltr" title={shown.endsWith('…') ? text : undefined}>
      <code className={styles['code']}>{shown}</code>
    </bdi>
  )
}

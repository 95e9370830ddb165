import type { FindingCourse } from '#engine/model/finding-rows.ts'
import { courseBytes, COURSE_WORDS } from '#engine/model/finding-words.ts'
import { plain, sentence, words } from '#engine/model/words.ts'
import { WordsText } from '#app/ui/WordsText.tsx'
import styles from './Findings.module.css'

/** What became of a finding since the captures before: in a word, and how many bytes it had in each. */
export function CourseText({ course, bytes }: FindingCourse) {
  const word = plain(COURSE_WORDS[course])
  return (
    <span className={styles['course']}>
      <WordsText words={sentence(course === 'same' ? word : words`${word}: ${courseBytes({ bytes })}`)} />
    </span>
  )
}

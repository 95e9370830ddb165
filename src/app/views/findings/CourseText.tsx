import type { FindingCourse } from '#engine/model/finding-rows.ts'
import { formatBytes } from '#app/ui/format.ts'
import { COURSE_WORDS } from './course-words.ts'
import styles from './Findings.module.css'

/** What became of a finding since the captures before: in a word, and how many bytes it had in each. */
export function CourseText({ course, bytes }: FindingCourse) {
  const sizes = bytes.map((size) => (size === null ? 'none' : formatBytes(size)))
  return (
    <span className={styles['course']}>
      {COURSE_WORDS[course]}
      {course === 'same' ? null : <>: {sizes.join(' → ')}</>}
    </span>
  )
}

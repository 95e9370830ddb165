import type { Course } from '#engine/model/finding-rows.ts'

export const COURSE_WORDS: Readonly<Record<Course, string>> = {
  growing: 'Growing in every capture',
  new: 'New',
  grown: 'Grown',
  same: 'As before',
  shrunk: 'Shrunk',
}

import { expect, test } from 'vitest'
import { sentName } from './sent-name.ts'

test.each([
  ['attachment; filename="after all.heapsnapshot"', 'after all.heapsnapshot'],
  ['attachment; filename=after.heapsnapshot', 'after.heapsnapshot'],
  ['attachment;filename=a.gz; size=3', 'a.gz'],
  [String.raw`attachment; filename="say \"when\".gz"`, 'say "when".gz'],
  [`attachment; filename="plain.gz"; filename*=UTF-8''gr%C3%B6%C3%9Fer.gz`, 'größer.gz'],
  [`attachment; filename*=iso-8859-1'en'%A3%20rates.gz`, '£ rates.gz'],
  ['attachment; filename="../../etc/passwd"', 'passwd'],
  [String.raw`attachment; filename=C:\\dumps\\a.gz`, 'a.gz'],
])('%s names %s', (header, name) => {
  expect(sentName(header)).toBe(name)
})

test.each([
  null,
  '',
  'inline',
  'attachment; filename=""',
  "attachment; filename*=UTF-8''%E0%A4",
  'attachment; filename="/"',
])('%s names nothing', (header) => {
  expect(sentName(header)).toBeNull()
})

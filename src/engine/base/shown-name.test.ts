import { expect, test } from 'vitest'
import { shownName } from './shown-name.ts'

test('a name stands in quotes on one line, however long and whatever is in it', () => {
  expect(shownName('nodes')).toBe('“nodes”')
  expect(shownName('sn\n\u202eapshot')).toBe('“sn\ufffd\ufffdapshot”')
  expect(shownName('x'.repeat(1000))).toBe(`“${'x'.repeat(40)}…”`)
})

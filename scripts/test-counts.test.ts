import { expect, test } from 'vitest'

// The scripts are plain JavaScript without declarations.
const { countAgent } = (await import(new URL('test-counts.mjs', import.meta.url).href)) as {
  countAgent: (said: string) => { passed: number; failed: number; skipped: string[] }
}

const LINE = '-'.repeat(70)

test('tests of the agent that passed, failed and were skipped are told apart, with why', () => {
  const said = `test_a (tests.test_a.A) ... ok
test_b (tests.test_a.A)
What it shows. ... skipped "it's not here"
test_c (tests.test_a.A) ... expected failure
test_d (tests.test_a.A) ... skipped 'no numpy'
test_e (tests.test_a.A) ... ERROR

${LINE}
Ran 7 tests in 0.001s

FAILED (failures=1, errors=1, skipped=2, expected failures=1)
`
  expect(countAgent(said)).toEqual({ passed: 3, failed: 2, skipped: ["it's not here", 'no numpy'] })
})

test('all passed, whatever the tests themselves say', () => {
  expect(countAgent(`OK, said a test\n${LINE}\nRan 1 test in 1.5s\n\nOK\n`)).toEqual({
    passed: 1,
    failed: 0,
    skipped: [],
  })
})

test.each([
  ['no output', ''],
  ['no test', `${LINE}\nRan 0 tests in 0.000s\n\nOK\n`],
  ['no test, as newer ones say it', `${LINE}\nRan 0 tests in 0.000s\n\nNO TESTS RAN\n`],
  [
    'only skipped ones',
    `setUpClass (a.B) ... skipped 'x'\n${LINE}\nRan 0 tests in 0.000s\n\nOK (skipped=1)\n`,
  ],
])('%s is nothing that passed', (_, said) => {
  expect(countAgent(said)).toMatchObject({ passed: 0, failed: 0 })
})

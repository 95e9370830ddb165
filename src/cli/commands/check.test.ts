import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Ran, runInMemory, type Setting } from '../testing/memory-io.ts'

const fixture = (path: string): string => fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url))
const BASE = fixture('pairs/node-12.22.12-baseline.heapsnapshot.gz')
const TARGET = fixture('captures/node-12.22.12-target.heapsnapshot.gz')
const GALLERY = fixture('python/gallery.heapsnapshot.gz')
const CYCLES_NAME = 'cycles-6.heapsnapshot.gz'
const CYCLES = fixture(`pairs/${CYCLES_NAME}`)
const NAME = 'node-12.22.12-target.heapsnapshot.gz'
const BESIDE = `${NAME} beside node-12.22.12-baseline.heapsnapshot.gz`

const folder = mkdtempSync(join(tmpdir(), 'check-'))
const budgetFile = join(folder, 'budget.json')
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => rmSync(budgetFile, { force: true }))

function check(args: readonly string[], budget: unknown, setting: Setting = {}): Promise<Ran> {
  if (budget !== null) writeFileSync(budgetFile, JSON.stringify(budget, null, 4))
  return runInMemory(['check', ...args, '--budget', budgetFile], setting)
}

function written(): Record<string, unknown> {
  return JSON.parse(readFileSync(budgetFile, 'utf8')) as Record<string, unknown>
}

describe('a budget of one capture', () => {
  test('that is kept', async () => {
    const ran = await check([TARGET], {
      total: '120 MB',
      classes: { Session: { objects: 410, shallow: '1 %', retained: '300 KB' }, Sesion: { objects: 1 } },
      code: { 'leak-a.cjs': { retained: '50 %' }, '/src/cache/': { objects: 0 } },
      filters: { 'kind:string size:>100k': { objects: 0 } },
      findings: { worst: 'note' },
    })
    expect(ran).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `kept        total: 4.1 MiB; at most 120.0 MiB
kept        classes.Session.objects: 410 objects; at most 410 objects
kept        classes.Session.shallow: 22.9 KiB (0.5% of the heap); at most 41.8 KiB (1.0% of the heap)
kept        classes.Session.retained: 240.2 KiB (5.7% of the heap); at most 300.0 KiB
kept        classes.Sesion.objects: there is no such class here; at most 1 object
kept        code["leak-a.cjs"].retained: 2.0 MiB (48.3% of the heap); at most 2.0 MiB (50.0% of the heap)
kept        code["/src/cache/"].objects: no code of such files is here; at most 0 objects
kept        filters["kind:string size:>100k"].objects: it finds none here; at most 0 objects
kept        findings.worst: 6 findings; none worse than note
${NAME}: 9 rules kept
`,
    })
  })

  test('that is broken, rule by rule with who holds what is too much', async () => {
    const ran = await check([TARGET], {
      total: '4 MB',
      classes: { Session: { objects: 409, retained: '1 %' } },
      code: { 'leak-a.cjs': { retained: '10 %' } },
      filters: { 'kind:closure name:=onEvent': { objects: 10 } },
    })
    expect(ran).toEqual({
      exitCode: 1,
      stderr: '',
      stdout: `BROKEN      total: 4.1 MiB, 83.7 KiB too much; at most 4.0 MiB; held by globalThis.listeners
BROKEN      classes.Session.objects: 410 objects; at most 409 objects; held by globalThis.cache.entries
BROKEN      classes.Session.retained: 240.2 KiB (5.7% of the heap), 198.4 KiB too much; at most 41.8 KiB (1.0% of the heap); held by globalThis.cache.entries
BROKEN      code["leak-a.cjs"].retained: 2.0 MiB (48.3% of the heap), 1.6 MiB too much; at most 418.0 KiB (10.0% of the heap); held by globalThis.listeners
BROKEN      filters["kind:closure name:=onEvent"].objects: 410 objects; at most 10 objects; held by globalThis.listeners
${NAME}: 0 rules kept, 5 broken
`,
    })
  })
})

describe('a budget beside a base', () => {
  const budget = {
    growth: '5 %',
    classes: {
      Session: { growth: { objects: 100, retained: '10 %' } },
      Point: { growth: { objects: '0 %', shallow: '0 B' } },
    },
    filters: { 'status:new class:Session': { objects: 400 } },
    findings: { worst: 'warning', worstNew: 'note' },
  }

  test('is judged by what is more', async () => {
    const { stdout, exitCode } = await check([TARGET, BASE], budget)
    expect(exitCode).toBe(1)
    expect(stdout)
      .toBe(`BROKEN      growth: 1.8 MiB more than the 2.3 MiB of the base (78.6%), 1.7 MiB too much; at most 117.0 KiB (5.0% of the base); held by globalThis.listeners
BROKEN      classes.Session.growth.objects: 400 objects more than the 10 objects of the base; at most 100 objects; held by globalThis.cache.entries
BROKEN      classes.Session.growth.retained: 233.7 KiB more than the 6.5 KiB of the base, 233.0 KiB too much; at most 664 B (10.0% of the base); held by globalThis.cache.entries
BROKEN      findings.worst: serious large-collection/1gl50pq3b4f: global.listeners holds 410 Function objects, 1.6 MiB; none worse than warning; held by globalThis.listeners
BROKEN      findings.worstNew: serious large-collection/1gl50pq3b4f: global.listeners holds 410 Function objects, 1.6 MiB; no new one worse than note; held by globalThis.listeners
BROKEN      findings.worstNew: warning large-collection/hcm1io1ejm: Cache.entries holds 410 Session objects, 263.8 KiB; no new one worse than note; held by globalThis.cache.entries
kept        classes.Point.growth.objects: 2,000 objects as in the base; at most 0 objects (0.0% of the base)
kept        classes.Point.growth.shallow: 78.1 KiB as in the base; at most 0 B
kept        filters["status:new class:Session"].objects: 400 objects; at most 400 objects
${BESIDE}: 3 rules kept, 6 broken
`)
  })

  test('is not judged, and broken by nothing, where none is given', async () => {
    const { stdout, exitCode } = await check([TARGET], budget)
    expect(exitCode).toBe(0)
    expect(stdout).toBe(`not judged  growth: no base was given; at most 5.0% of the base
not judged  classes.Session.growth.objects: no base was given; at most 100 objects
not judged  classes.Session.growth.retained: no base was given; at most 10.0% of the base
not judged  classes.Point.growth.objects: no base was given; at most 0.0% of the base
not judged  classes.Point.growth.shallow: no base was given; at most 0 B
not judged  filters["status:new class:Session"].objects: “status” compares two captures, and no other one is open beside this: add a second capture; at most 400 objects
not judged  findings.worstNew: no base was given; no new one worse than note
kept        findings.worst: 6 findings; none worse than warning
${NAME}: 1 rule kept, 7 not judged
`)
  })

  test('accepts findings that are listed with a reason, and tells of those that are gone', async () => {
    const except = {
      'large-collection/1gl50pq3b4f': 'Listeners are let go at the end.',
      'large-collection/hcm1io1ejm': 'The cache is bounded elsewhere.',
      'duplicate-strings/0': 'Fixed in spring.',
    }
    const { stdout, exitCode } = await check([TARGET, BASE], {
      findings: { worst: 'note', worstNew: 'none', except },
    })
    expect(exitCode).toBe(0)
    expect(stdout).toBe(`kept        findings.worst: 6 findings, 2 excepted; none worse than note
kept        findings.worstNew: 2 new findings, 2 excepted; no new one
kept        findings.except["duplicate-strings/0"]: no such finding any more; it can be taken out
${BESIDE}: 3 rules kept
`)
  })
})

describe('code', () => {
  test('of Python is told by the path of its module', async () => {
    const { stdout } = await check([GALLERY], { code: { '/shop/': { objects: 1000, retained: '0 %' } } })
    expect(stdout)
      .toBe(`BROKEN      code["/shop/"].retained: 371.2 KiB (7.2% of the heap), 371.2 KiB too much; at most 0 B (0.0% of the heap); held by shop.caches.__dict__
kept        code["/shop/"].objects: 458 objects; at most 1,000 objects
gallery.heapsnapshot.gz: 1 rule kept, 1 broken
`)
  })

  test('is not judged where a capture does not say which files its code is from', async () => {
    const bun = fixture('captures/bun-1.4.5.heapsnapshot.gz')
    const { stdout, exitCode } = await check([bun], { code: { '/src/': { retained: '10 %' } } })
    expect(exitCode).toBe(0)
    expect(stdout).toContain(
      'not judged  code["/src/"].retained: the capture does not say which files its code is from; at most 10.0% of the heap\n',
    )
  })
})

describe('reports', () => {
  const budget = { growth: '5 %', classes: { Order: { objects: 9 }, '</p|`*': { objects: 1 } } }
  const held = 'globalThis.ledger.orders'

  test('as JSON have figures beside words', async () => {
    const { stdout } = await check([CYCLES, '--json'], budget)
    expect(JSON.parse(stdout)).toEqual({
      file: CYCLES_NAME,
      base: null,
      kept: 1,
      broken: 1,
      unjudged: 1,
      rules: [
        {
          rule: 'growth',
          verdict: 'unjudged',
          found: 'no base was given',
          limit: 'at most 5.0% of the base',
          owner: null,
          figures: null,
        },
        {
          rule: 'classes.Order.objects',
          verdict: 'broken',
          found: '200 objects',
          limit: 'at most 9 objects',
          owner: held,
          figures: { unit: 'objects', found: 200, limit: 9 },
        },
        {
          rule: 'classes["</p|`*"].objects',
          verdict: 'kept',
          found: 'there is no such class here',
          limit: 'at most 1 object',
          owner: null,
          figures: { unit: 'objects', found: 0, limit: 1 },
        },
      ],
    })
  })

  test('are written beside what is printed, in the format of their ending', async () => {
    const [xml, markdown] = [join(folder, 'heap.xml'), join(folder, 'heap.md')]
    writeFileSync(markdown, 'an older one')
    const { exitCode, stdout } = await check([CYCLES, '--report', xml, '--report', markdown], budget)
    expect(exitCode).toBe(1)
    expect(stdout).toContain(
      `BROKEN      classes.Order.objects: 200 objects; at most 9 objects; held by ${held}\n`,
    )
    expect(readFileSync(xml, 'utf8')).toContain(
      `<failure type="budget" message="200 objects; at most 9 objects; held by ${held}"/>`,
    )
    expect(readFileSync(markdown, 'utf8')).toBe(`## Heap budget broken

\`${CYCLES_NAME}\`: 1 rule kept, 1 broken, 1 not judged.

### Broken

| Rule | Found | Limit | Held by |
| --- | --- | --- | --- |
| \`classes.Order.objects\` | 200 objects | at most 9 objects | \`${held}\` |

### Not judged

| Rule | Found | Limit |
| --- | --- | --- |
| \`growth\` | no base was given | at most 5.0% of the base |

<details><summary>Kept: 1</summary>

| Rule | Found | Limit |
| --- | --- | --- |
| \`\` classes["</p\\|\`*"].objects \`\` | there is no such class here | at most 1 object |

</details>
`)
  })

  test('are annotations on GitHub, on standard error', async () => {
    const { stdout, stderr } = await check([CYCLES, '--junit'], budget, {
      environment: { GITHUB_ACTIONS: 'true' },
    })
    expect(stdout).toMatch(/^<\?xml/)
    expect(stderr).toBe(
      `::warning file=${budgetFile},title=Heap budget not judged::growth: no base was given; at most 5.0%25 of the base
::error file=${budgetFile},title=Heap budget broken::classes.Order.objects: 200 objects; at most 9 objects; held by ${held}
`,
    )
  })
})

describe('--update', () => {
  test('writes a budget that the capture keeps', async () => {
    const ran = await check([TARGET, '--update'], null)
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' })
    expect(written()).toEqual({
      $schema: './node_modules/heapscope/dist/app/heapscope.budget.schema.json',
      total: '4.5 MB',
      growth: '10 %',
      classes: {
        Cache: { objects: 1, retained: '293 KB' },
        Session: { objects: 460, retained: '265 KB' },
        Point: { objects: 2200, retained: '86 KB' },
      },
      findings: { worst: 'note' },
    })
    expect(ran.stdout).toMatch(/^budget\.json allows 10 % more than .* has\n {2}total: 4\.5 MB\n/)
    expect(await check([TARGET], null)).toMatchObject({ exitCode: 0 })
  })

  test('begins with classes of the program alone, and no others that it makes objects of', async () => {
    await check([GALLERY, '--update'], null)
    expect(Object.keys(written()['classes'] as object)).toEqual(
      ['Parent', 'Child', 'Session', 'Button', 'Node'].map((name) => `shop.models.${name}`),
    )
  })

  test('changes figures alone, and keeps all that people wrote in its place', async () => {
    const before = {
      '//': 'Agreed in spring.',
      classes: {
        Session: { '// why': 'one a user', retained: '1 %', objects: 3, growth: { objects: '5 %' } },
        Sesion: { objects: 5 },
      },
      total: '1 MB',
      findings: { worst: 'none', except: { 'large-object/0': 'It is the catalogue.' } },
    }
    const { stdout, exitCode } = await check([TARGET, '--update', '--headroom', '0%'], before)
    expect(exitCode).toBe(0)
    const after = written() as typeof before
    expect(Object.keys(after)).toEqual(['//', 'classes', 'total', 'findings'])
    expect(after.classes).toEqual({
      Session: { '// why': 'one a user', retained: '5.8 %', objects: 410, growth: { objects: '5 %' } },
      Sesion: { objects: 5 },
    })
    expect(after.findings.except).toMatchObject({
      'large-object/0': 'It is the catalogue.',
      'large-collection/hcm1io1ejm': 'accepted by check --update; say why',
    })
    expect(readFileSync(budgetFile, 'utf8')).toMatch(/^\{\n {4}"\/\/": "Agreed/)
    expect(stdout).toContain('  classes.Session.objects: 3 → 410\n')
    expect(stdout).toContain('  classes.Sesion.objects: 5 is left as it is: nothing of it is here\n')
  })

  test('leaves a budget that is wrong as it is', async () => {
    const ran = await check([TARGET, '--update'], { totals: '1 MB' })
    expect(ran.exitCode).toBe(2)
    expect(written()).toEqual({ totals: '1 MB' })
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
  })
})

describe('what is wrong is said in a sentence each', () => {
  test('with the budget: exit code 2', async () => {
    const ran = await check([TARGET], { total: '1 XB', classes: { A: { object: 3 } } })
    expect(ran).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: budget.json: total: a size such as "120 MB" is expected, not "1 XB".
error: budget.json: classes.A.object: there is no such key, only objects, shallow, retained, growth.
`,
    })
  })

  test('with no budget at all: exit code 2', async () => {
    expect(await check([TARGET], null)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'error: There is no budget budget.json; check --update writes one.\n',
    })
    expect(existsSync(budgetFile)).toBe(false)
  })

  test.each([
    [2, ['--json', '--junit']],
    [2, ['--report', 'heap.txt']],
    [2, ['--update', BASE]],
    [2, ['--headroom', 'much']],
    [3, [fixture('captures/none.heapsnapshot')]],
  ])('with options and captures: exit code %i for %j', async (exitCode, args) => {
    const ran = await check([TARGET, ...args], { total: '1 GB' })
    expect(ran).toMatchObject({ exitCode, stdout: '' })
    expect(ran.stderr).toMatch(/^(?:error|heapscope): .*[.]\n$/)
  })

  test('with a capture that tells of no objects: exit code 3', async () => {
    const profile = fixture('captures/chrome-156.heapprofile.gz')
    const { exitCode, stderr } = await check([profile], { total: '1 GB' })
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(
      /^heapscope: chrome-156\.heapprofile\.gz: It is a .* and tells of no objects; a budget is about a heap snapshot\.\n$/,
    )
  })
})

import { execFileSync } from 'node:child_process'
import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { runInMemory } from '../testing/memory-io.ts'

async function script(shell: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runInMemory(['completion', shell])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  return stdout
}

/** What bash itself offers behind these words, the last of which is being typed. */
function offered(completion: string, words: readonly string[]): string[] {
  const typed = words.map((word) => `'${word}'`).join(' ')
  const asks = `${completion}
    COMP_WORDS=(heapscope ${typed}); COMP_CWORD=${words.length}
    $(complete -p heapscope | sed 's/.*-F \\([^ ]*\\).*/\\1/')
    [[ \${#COMPREPLY[@]} -eq 0 ]] || printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['--norc', '-eu', '-c', asks], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '')
}

describe.skipIf(process.platform === 'win32')('bash completes', () => {
  test.each([
    [['summ'], ['summary']],
    [['di'], ['diff']],
    [['--v'], ['--version']],
    [['summary', '--sh'], ['--shallow']],
    [
      ['convert', 'a.heapsnapshot', '-'],
      ['-o', '--output', '--force', '--redact', '-h', '--help'],
    ],
    [
      ['diff', '--by', ''],
      ['class', 'owner', 'type'],
    ],
    [['diff', 'a', 'b', '--by', 'o'], ['owner']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['capture', 'p'], ['python']],
    [['capture', 'chrome', '--pa'], ['--page']],
    // Files are bash's own.
    [['summary', 'app'], []],
    [['nix', 'a'], []],
  ])('%j with %j', async (words, expected) => {
    expect(offered(await script('bash'), words)).toEqual(expected)
  })

  test('all commands, in the order of the help', async () => {
    const all = offered(await script('bash'), [''])
    const help = await runInMemory(['--help'])
    const listed = [...help.stdout.matchAll(/^ {2}([a-z-]+) [^\n]*$/gm)].map(([, name]) => name)
    expect(all.length).toBeGreaterThan(25)
    expect(listed).toEqual(expect.arrayContaining(all))
  })
})

test.each(['zsh', 'fish'])('the script for %s knows all commands, options and words', async (shell) => {
  const text = await script(shell)
  for (const name of ['summary', 'convert', 'shallow', 'include-values']) expect(text).toContain(name)
  expect(text).toContain('class owner type')
  // Quotes are closed: an apostrophe in a description would open another.
  const quotes =
    text
      .replaceAll(String.raw`'\''`, '')
      .replaceAll(String.raw`\'`, '')
      .split("'").length - 1
  expect(quotes % 2).toBe(0)
})

test('another shell is wrong usage', async () => {
  const { exitCode, stderr } = await runInMemory(['completion', 'cmd'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('Allowed choices are bash, zsh, fish.')
})

import { expect, test } from 'vitest'
import { runProcess } from './run-process.mjs'

test('a process that comes to its end tells its output and its time', async () => {
  await expect(runProcess(['node', '-p', '6 * 7'])).resolves.toMatchObject({
    stdout: '42\n',
    seconds: expect.any(Number) as number,
  })
})

test('a process that throws fails with its own words', async () => {
  await expect(runProcess(['node', '-e', 'throw new RangeError("too long")'])).rejects.toMatchObject({
    name: 'ProcessFailure',
    message: 'RangeError: too long',
  })
})

test('a process that never ends is stopped', async () => {
  const endless = ['node', '-e', 'setInterval(() => {}, 1000)']
  await expect(runProcess(endless, { seconds: 0.3, bytes: Infinity })).rejects.toMatchObject({
    message: 'not done after 0.3 s',
    stopped: true,
  })
})

test('a program that is not there fails as one that dies', async () => {
  await expect(runProcess(['no-such-program'])).rejects.toMatchObject({
    name: 'ProcessFailure',
    message: expect.stringContaining('ENOENT') as string,
  })
})

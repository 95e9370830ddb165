import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from './data-folder.ts'

test.each<[NodeJS.Platform, Record<string, string>, string]>([
  ['linux', {}, join(homedir(), '.local/share/heapscope')],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/heapscope'],
  ['darwin', {}, join(homedir(), 'Library/Application Support/heapscope')],
  ['darwin', { XDG_DATA_HOME: '/data' }, '/data/heapscope'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/heapscope'],
  ['linux', { LOCALAPPDATA: '/local', XDG_DATA_HOME: '' }, join(homedir(), '.local/share/heapscope')],
])("on %s with %j this user's data are in %s", (platform, environment, folder) => {
  expect(dataFolder(environment, platform)).toBe(folder)
})

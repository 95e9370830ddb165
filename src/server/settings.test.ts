import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSettings, WrongSettings } from './settings.ts'

function wrong(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment)
  } catch (error) {
    if (error instanceof WrongSettings) return error.sentences
    throw error
  }
  return []
}

test('nothing needs to be set', () => {
  const { settings, warnings } = readSettings({})
  expect(warnings).toEqual([])
  expect(settings).toMatchObject({
    port: null,
    maxUploadBytes: 2e9,
    expiries: [1, 7, 30, 90, 0],
    uploadToken: null,
    allowedOrigins: [],
    trustedProxies: 0,
    databaseUrl: null,
    s3: null,
    log: null,
  })
})

test('an empty variable counts as not set', () => {
  expect(readSettings({ PORT: '', HEAPSCOPE_MAX_UPLOAD: ' ', S3_ENDPOINT: '' })).toEqual(readSettings({}))
})

test.each([
  ['2GB', 2e9],
  ['1.5 gb', 1.5e9],
  ['64MiB', 64 * 2 ** 20],
  ['1000', 1000],
  ['7B', 7],
])('%s is a size', (text, bytes) => {
  expect(readSettings({ HEAPSCOPE_MAX_UPLOAD: text }).settings.maxUploadBytes).toBe(bytes)
})

test('expiries come in any order and are offered the shortest first, for ever last', () => {
  const { settings } = readSettings({ HEAPSCOPE_EXPIRIES: 'never, 30,1,30' })
  expect(settings.expiries).toEqual([1, 30, 0])
})

test('S3 takes its keys from the machine where none are given', () => {
  expect(readSettings({ S3_BUCKET: 'heaps' }).settings.s3).toEqual({
    bucket: 'heaps',
    region: 'us-east-1',
    endpoint: null,
    credentials: null,
    prefix: '',
    forcePathStyle: false,
  })
})

describe('the data folder', () => {
  test.each([
    ['linux', {}, join(homedir(), '.local/share/heapscope')],
    ['linux', { XDG_DATA_HOME: '/data' }, join('/data', 'heapscope')],
    ['darwin', {}, join(homedir(), 'Library/Application Support/heapscope')],
    ['win32', { LOCALAPPDATA: 'C:/Local' }, join('C:/Local', 'heapscope')],
    ['linux', { HEAPSCOPE_DATA: '/srv/heaps', XDG_DATA_HOME: '/data' }, '/srv/heaps'],
  ] as const)('on %s with %j', (platform, environment, folder) => {
    expect(readSettings(environment, platform).settings.data).toBe(folder)
  })
})

describe('what is wrong is said in one sentence that names it', () => {
  test.each([
    ['PORT', 'http', "PORT is 'http'; it must be a number from 0 to 65535."],
    ['PORT', '65536', "PORT is '65536'; it must be a number from 0 to 65535."],
    [
      'HEAPSCOPE_MAX_UPLOAD',
      'lots',
      "HEAPSCOPE_MAX_UPLOAD is 'lots'; it must be a size such as 500MB or 2GB.",
    ],
    ['HEAPSCOPE_MAX_UPLOAD', '0', "HEAPSCOPE_MAX_UPLOAD is '0'; it must be a size such as 500MB or 2GB."],
    [
      'HEAPSCOPE_EXPIRIES',
      '1,2',
      "HEAPSCOPE_EXPIRIES is '1,2'; it must be a list of some of 1, 7, 30, 90 and never.",
    ],
    [
      'HEAPSCOPE_BASE_URL',
      'example.org',
      "HEAPSCOPE_BASE_URL is 'example.org'; it must be an address such as https://example.org/heapscope.",
    ],
    [
      'HEAPSCOPE_ALLOWED_ORIGINS',
      'https://a.org/path',
      "HEAPSCOPE_ALLOWED_ORIGINS is 'https://a.org/path'; it must be a list of origins such as https://example.org.",
    ],
    [
      'HEAPSCOPE_ALLOWED_ORIGINS',
      '*',
      "HEAPSCOPE_ALLOWED_ORIGINS is '*'; it must be a list of origins such as https://example.org.",
    ],
    [
      'HEAPSCOPE_TRUST_PROXY',
      'yes',
      "HEAPSCOPE_TRUST_PROXY is 'yes'; it must be the number of proxies in front, from 0 to 10.",
    ],
    ['HEAPSCOPE_LOG', 'loud', "HEAPSCOPE_LOG is 'loud'; it must be one of silent, error, warn, info, debug."],
    [
      'HEAPSCOPE_RATE_READS',
      '-1',
      "HEAPSCOPE_RATE_READS is '-1'; it must be a whole number from 0 to 1000000.",
    ],
    ['S3_FORCE_PATH_STYLE', 'maybe', "S3_FORCE_PATH_STYLE is 'maybe'; it must be true or false."],
  ])('%s=%s', (name, value, sentence) => {
    expect(wrong({ S3_BUCKET: 'heaps', [name]: value })).toEqual([sentence])
  })

  test('everything at once', () => {
    expect(wrong({ PORT: 'x', HEAPSCOPE_LOG: 'y', HEAPSCOPE_QUOTA_TOTAL: 'z' })).toHaveLength(3)
  })

  test('what belongs together must come together', () => {
    expect(wrong({ S3_ENDPOINT: 'https://s3.example.org' })).toEqual([
      'S3_ENDPOINT is set without S3_BUCKET; name the bucket or leave it out.',
    ])
    expect(wrong({ S3_BUCKET: 'heaps', S3_ACCESS_KEY_ID: 'key' })).toEqual([
      'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together; set both or neither.',
    ])
  })

  test('secrets are not shown', () => {
    const sentences = wrong({ HEAPSCOPE_UPLOAD_TOKEN: 'hunter2', DATABASE_URL: 'mysql://me:hunter2@host' })
    expect(sentences).toHaveLength(2)
    expect(sentences.join(' ')).not.toContain('hunter2')
  })
})

test('a variable that looks like a setting and is none is named', () => {
  expect(
    readSettings({ HEAPSCOPE_MAX_UPLAOD: '1GB', HEAPSCOPE_BROWSER: '/usr/bin/x', HOME: '/' }).warnings,
  ).toEqual(['HEAPSCOPE_MAX_UPLAOD is not a setting of Heapscope and has no effect.'])
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'
import { readSettings, SETTING_NAMES } from './settings.ts'

const DOCS = join(import.meta.dirname, '../../docs')

/** The rows of the table of settings: name and default as they stand there. */
const rows = [
  ...readFileSync(join(DOCS, 'hosting.md'), 'utf8').matchAll(/^\| `([A-Z0-9_]+)` \| (.*?) \|/gm),
].map(([, name = '', usual = '']) => ({ name, usual }))

describe('the table of settings', () => {
  test('has every setting, in the order of the program, and no other', () => {
    expect(rows.map(({ name }) => name)).toEqual(SETTING_NAMES)
  })

  test.each(rows.filter(({ usual }) => /^`[^`]+`$/.test(usual)))(
    '$name is $usual where it is not set',
    ({ name, usual }) => {
      const environment = name.startsWith('S3_') ? { S3_BUCKET: 'bucket' } : {}
      const unset = readSettings(environment).settings
      const set = readSettings({ ...environment, [name]: usual.slice(1, -1) }).settings
      // The address has its default where the server listens.
      expect(name === 'HOST' ? { ...set, host: null } : set).toEqual(unset)
    },
  )
})

describe('the compose file', () => {
  interface Service {
    readonly environment?: Record<string, unknown>
    readonly image: string
    readonly depends_on?: unknown
  }
  const compose = parse(readFileSync(join(DOCS, 'hosting/compose.yaml'), 'utf8'), { merge: true }) as {
    readonly services: Record<string, Service>
    readonly volumes: Record<string, unknown>
  }
  const instances = Object.entries(compose.services).filter(([name]) => /^heapscope-\d$/.test(name))

  test('sets nothing that is no setting, and what it sets is right', () => {
    expect(instances).toHaveLength(2)
    for (const [, { environment = {} }] of instances) {
      const filled = Object.entries(environment).map(([name, value]) => [
        name,
        String(value).replaceAll(/\$\{\w+:\?\}/g, 'example'),
      ])
      expect(filled.map(([name]) => name).filter((name) => !SETTING_NAMES.includes(name!))).toEqual([])
      const { settings, warnings } = readSettings(Object.fromEntries(filled) as Record<string, string>)
      expect(warnings).toEqual([])
      expect(settings).toMatchObject({ trustedProxies: 1, s3: { forcePathStyle: true } })
    }
  })

  test('names services and volumes that there are', () => {
    for (const [, { depends_on: needs }] of instances) {
      for (const name of Object.keys(needs as object)) expect(compose.services).toHaveProperty([name])
    }
    for (const file of ['Caddyfile', 'nginx.conf']) {
      const text = readFileSync(join(DOCS, 'hosting', file), 'utf8')
      for (const [name] of instances) expect(text).toContain(`${name}:4321`)
    }
    expect(Object.keys(compose.volumes).toSorted()).toEqual(['blobs', 'certificates', 'records'])
  })
})

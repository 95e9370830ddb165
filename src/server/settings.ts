import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { ExpiryDays } from '#protocol/share-api.ts'
import * as kinds from './setting-kinds.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface S3Settings {
  readonly bucket: string
  readonly region: string
  /** Null: Amazon's own. */
  readonly endpoint: string | null
  /** Null: what the machine's role or the shared files of AWS give. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null
  /** What the names of all blobs begin with. */
  readonly prefix: string
  readonly forcePathStyle: boolean
}

/** How often one address may do something; 0 is as often as it likes. */
export interface RateLimits {
  readonly uploadsPerHour: number
  readonly readsPerMinute: number
  readonly wrongTokensPerHour: number
}

/** All that can be set from outside, read once at the start. */
export interface Settings {
  /** Null: the usual one. */
  readonly port: number | null
  readonly host: string | null
  /** The folder of what this server keeps. */
  readonly data: string
  /** Where the page stands for everybody else, without a slash at its end. */
  readonly baseUrl: URL | null
  readonly maxUploadBytes: number
  readonly chunkBytes: number
  readonly quota: { readonly perUploader: number; readonly total: number }
  readonly expiries: readonly [ExpiryDays, ...ExpiryDays[]]
  readonly uploadToken: string | null
  readonly metricsToken: string | null
  readonly allowedOrigins: readonly string[]
  /** Where the page may load captures from, besides this server; `*` is from anywhere over https. */
  readonly urlOrigins: readonly string[]
  readonly trustedProxies: number
  readonly rates: RateLimits
  /** Null: SQLite in the data folder. */
  readonly databaseUrl: string | null
  /** Null: files in the data folder. */
  readonly s3: S3Settings | null
  /** Null: nothing on a terminal, `info` elsewhere. */
  readonly log: LogLevel | null
}

/** Settings that must not be shown, not even where they are wrong. */
const SECRET = new Set([
  'HEAPSCOPE_UPLOAD_TOKEN',
  'HEAPSCOPE_METRICS_TOKEN',
  'DATABASE_URL',
  'S3_SECRET_ACCESS_KEY',
])

/** Variables of the program that are no settings of the server. */
const OTHERS = new Set(['HEAPSCOPE_ANYWAY', 'HEAPSCOPE_BROWSER', 'HEAPSCOPE_SERVER'])

const variables = z.object({
  PORT: kinds.port.optional(),
  HOST: kinds.text.optional(),
  HEAPSCOPE_DATA: kinds.text.optional(),
  HEAPSCOPE_BASE_URL: kinds.baseUrl.optional(),
  HEAPSCOPE_MAX_UPLOAD: kinds.size.optional(),
  HEAPSCOPE_CHUNK: kinds.size.optional(),
  HEAPSCOPE_QUOTA_PER_ADDRESS: kinds.size.optional(),
  HEAPSCOPE_QUOTA_TOTAL: kinds.size.optional(),
  HEAPSCOPE_EXPIRIES: kinds.expiries.optional(),
  HEAPSCOPE_UPLOAD_TOKEN: kinds.token.optional(),
  HEAPSCOPE_METRICS_TOKEN: kinds.token.optional(),
  HEAPSCOPE_ALLOWED_ORIGINS: kinds.origins.optional(),
  HEAPSCOPE_URL_ORIGINS: kinds.originsOrAny.optional(),
  HEAPSCOPE_TRUST_PROXY: kinds.proxies.optional(),
  HEAPSCOPE_RATE_UPLOADS: kinds.count.optional(),
  HEAPSCOPE_RATE_READS: kinds.count.optional(),
  HEAPSCOPE_RATE_WRONG_TOKENS: kinds.count.optional(),
  HEAPSCOPE_LOG: z.enum(LOG_LEVELS, { error: `it must be one of ${LOG_LEVELS.join(', ')}` }).optional(),
  DATABASE_URL: kinds.databaseUrl.optional(),
  S3_BUCKET: kinds.text.optional(),
  S3_ENDPOINT: kinds.endpoint.optional(),
  S3_REGION: kinds.text.optional(),
  S3_ACCESS_KEY_ID: kinds.text.optional(),
  S3_SECRET_ACCESS_KEY: kinds.text.optional(),
  S3_PREFIX: kinds.text.optional(),
  S3_FORCE_PATH_STYLE: kinds.flag.optional(),
})
type Variables = z.infer<typeof variables>

/** The names of all settings. */
export const SETTING_NAMES: readonly string[] = Object.keys(variables.shape)

/** Settings that are wrong: one sentence each. */
export class WrongSettings extends Error {
  override readonly name = 'WrongSettings'
  readonly sentences: readonly string[]

  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'))
    this.sentences = sentences
  }
}

export interface ReadSettings {
  readonly settings: Settings
  /** One sentence for each variable that looks like a setting and is none. */
  readonly warnings: readonly string[]
}

/** Reads the environment. Empty variables count as unset. @throws WrongSettings with all that is wrong at once */
export function readSettings(environment: Environment, platform = process.platform): ReadSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const { data, error } = variables.safeParse(given)
  const sentences = (error?.issues ?? []).map(({ path, message }) => {
    const name = String(path[0])
    const shown = SECRET.has(name) ? 'cannot be used' : `is '${given[name]}'`
    return `${name} ${shown}; ${message}.`
  })
  sentences.push(...contradictions(given))
  if (!data || sentences.length > 0) throw new WrongSettings(sentences)
  const warnings = Object.keys(given)
    .filter((name) => name.startsWith('HEAPSCOPE_') && !(name in variables.shape) && !OTHERS.has(name))
    .map((name) => `${name} is not a setting of Heapscope and has no effect.`)
  return { settings: settingsOf(data, environment, platform), warnings }
}

function contradictions(given: Environment): string[] {
  const sentences: string[] = []
  const s3 = Object.keys(given).filter((name) => name.startsWith('S3_') && name in variables.shape)
  if (s3.length > 0 && !given['S3_BUCKET']) {
    sentences.push(`${s3.join(', ')} is set without S3_BUCKET; name the bucket or leave it out.`)
  }
  if (Boolean(given['S3_ACCESS_KEY_ID']) !== Boolean(given['S3_SECRET_ACCESS_KEY'])) {
    sentences.push('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together; set both or neither.')
  }
  return sentences
}

function settingsOf(given: Variables, environment: Environment, platform: NodeJS.Platform): Settings {
  return {
    port: given.PORT ?? null,
    host: given.HOST ?? null,
    data: given.HEAPSCOPE_DATA ?? dataFolder(environment, platform),
    baseUrl: given.HEAPSCOPE_BASE_URL ?? null,
    maxUploadBytes: given.HEAPSCOPE_MAX_UPLOAD ?? 2e9,
    chunkBytes: given.HEAPSCOPE_CHUNK ?? 8 * 2 ** 20,
    quota: {
      perUploader: given.HEAPSCOPE_QUOTA_PER_ADDRESS ?? 10e9,
      total: given.HEAPSCOPE_QUOTA_TOTAL ?? 100e9,
    },
    expiries: given.HEAPSCOPE_EXPIRIES ?? [1, 7, 30, 90, 0],
    uploadToken: given.HEAPSCOPE_UPLOAD_TOKEN ?? null,
    metricsToken: given.HEAPSCOPE_METRICS_TOKEN ?? null,
    allowedOrigins: given.HEAPSCOPE_ALLOWED_ORIGINS ?? [],
    urlOrigins: given.HEAPSCOPE_URL_ORIGINS ?? [],
    trustedProxies: given.HEAPSCOPE_TRUST_PROXY ?? 0,
    rates: {
      uploadsPerHour: given.HEAPSCOPE_RATE_UPLOADS ?? 120,
      readsPerMinute: given.HEAPSCOPE_RATE_READS ?? 600,
      wrongTokensPerHour: given.HEAPSCOPE_RATE_WRONG_TOKENS ?? 20,
    },
    databaseUrl: given.DATABASE_URL ?? null,
    s3: s3Of(given),
    log: given.HEAPSCOPE_LOG ?? null,
  }
}

function s3Of(given: Variables): S3Settings | null {
  if (!given.S3_BUCKET) return null
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = given
  return {
    bucket: given.S3_BUCKET,
    region: given.S3_REGION ?? 'us-east-1',
    endpoint: given.S3_ENDPOINT ?? null,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : null,
    prefix: given.S3_PREFIX ?? '',
    forcePathStyle: given.S3_FORCE_PATH_STYLE ?? false,
  }
}

/** Where programs keep what belongs to one user, as each system has it. */
function dataFolder(environment: Environment, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support/heapscope')
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'heapscope')
  }
  return join(environment['XDG_DATA_HOME'] || join(homedir(), '.local/share'), 'heapscope')
}

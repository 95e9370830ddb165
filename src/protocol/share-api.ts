import { z } from 'zod'

/**
 * What page, command line and server say to each other about shares. A share is one sealed file (`#sharing/seal.ts`)
 * that the server keeps for a while and cannot read. All paths are relative to the folder in which the server's page stands.
 *
 * | | |
 * |---|---|
 * | `GET api/config` | `ServerConfig` |
 * | `POST`, `HEAD`, `PATCH`, `DELETE api/uploads…` | tus 1.0, with the metadata of `uploadMetadata`; the answer to `POST` has the share's id in `Heapscope-Share` |
 * | `GET api/shares/<id>` | `ShareInfo` |
 * | `GET api/shares/<id>/content` | the sealed bytes; ranges are answered |
 * | `DELETE api/shares/<id>` | with `Authorization: Bearer <deletion token>`: 204, also where the share is gone already |
 * | `GET s/<id>` | the page, which takes the key from the address's fragment |
 *
 * Every refusal is an `ApiProblem`.
 */
export const API = {
  config: 'api/config',
  uploads: 'api/uploads',
  share: (id: string) => `api/shares/${id}`,
  content: (id: string) => `api/shares/${id}/content`,
  page: (id: string) => `s/${id}`,
} as const

/** The header in which the answer to a new upload names the share. */
export const SHARE_HEADER = 'Heapscope-Share'
/** The header in which who uploads shows the upload token, where the server asks for one. */
export const UPLOAD_TOKEN_HEADER = 'Heapscope-Upload-Token'

/** 128 random bits in base64url. */
export const shareId = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

/** SHA-256 of the deletion token's characters, in lower-case hexadecimal. */
export const tokenHash = z.string().regex(/^[0-9a-f]{64}$/)

/** For how many days a share is kept; 0 is for ever. */
export const expiryDays = z.union([z.literal(0), z.literal(1), z.literal(7), z.literal(30), z.literal(90)])
export type ExpiryDays = z.infer<typeof expiryDays>

export const serverConfig = z.object({
  /** The most bytes that a sealed file may have. */
  maxUploadBytes: z.number().int().positive(),
  /** What may be asked for, shortest first, 0 last. */
  expiries: z.array(expiryDays).nonempty(),
  defaultExpiry: expiryDays,
  /** Whether uploads need a token. */
  tokenRequired: z.boolean(),
  /** Bytes of a request's body that the server likes to take at once: larger files come in several. */
  chunkBytes: z.number().int().positive(),
})
export type ServerConfig = z.infer<typeof serverConfig>

/** The metadata of a new upload, as tus sends it: all values are text. */
export const uploadMetadata = z.object({
  expires: z.string().regex(/^\d+$/).transform(Number).pipe(expiryDays),
  deleteHash: tokenHash,
})

export const shareInfo = z.object({
  id: shareId,
  bytes: z.number().int().nonnegative(),
  /** ISO times. */
  created: z.iso.datetime(),
  /** Null where it is kept for ever. */
  expires: z.iso.datetime().nullable(),
})
export type ShareInfo = z.infer<typeof shareInfo>

/** Why the server refused. The codes are stable. */
export const problemCode = z.enum([
  /** There is no such share, or it was deleted; 404. */
  'gone',
  /** Its time is over; 410. The server forgets after a while, then it is `gone`. */
  'expired',
  /** The upload is not complete yet; 409. */
  'incomplete',
  /** A wrong request; 400. */
  'bad-request',
  /** The deletion token or the upload token is missing or wrong; 401, 403. */
  'unauthorized',
  /** The file is larger than the server takes; 413. */
  'too-big',
  /** The address has used up its quota, or the server all its room; 507. */
  'over-quota',
  /** Too many requests; 429 with `Retry-After`. */
  'too-many',
  /** What the server keeps of it is not what was uploaded; 500. */
  'damaged',
  /** The store or database cannot be reached, or the disk is full; 503 with `Retry-After`. */
  'unavailable',
])
export type ProblemCode = z.infer<typeof problemCode>

export const apiProblem = z.object({
  code: problemCode,
  /** One sentence for people. */
  message: z.string(),
})
export type ApiProblem = z.infer<typeof apiProblem>

import { z } from 'zod'
import { HeapError } from '#engine/base/error.ts'
import { pageFolder } from '../url/page-folder.ts'

const sampleSchema = z.object({
  /** Several are opened together, earliest first. */
  files: z.array(z.string().regex(/^[\w.-]+$/)).min(1),
  title: z.string(),
  shows: z.string(),
  /** Bytes to download, of all of them. */
  size: z.number().int().positive(),
})

export type Sample = z.infer<typeof sampleSchema>

/** Samples lie beside the page, wherever it is served from. */
function addressOf(file: string): URL {
  return new URL(`samples/${file}`, pageFolder(location))
}

/** The samples that come with the page; none where the list cannot be had. */
export async function listSamples(): Promise<readonly Sample[]> {
  try {
    return parseSamples(await (await fetch(addressOf('samples.json'))).json())
  } catch {
    return []
  }
}

/** The samples a list names; entries that make no sense are left out. */
export function parseSamples(list: unknown): readonly Sample[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((entry) => {
    const parsed = sampleSchema.safeParse(entry)
    return parsed.success ? [parsed.data] : []
  })
}

/**
 * A sample's bytes.
 * @throws HeapError `unreadable`
 */
export async function fetchSample(file: string, signal: AbortSignal): Promise<Blob> {
  const response = await fetch(addressOf(file), { signal }).catch(() => null)
  if (response?.ok) return response.blob()
  const why = response ? `the server answered ${response.status}` : 'the server did not answer'
  throw new HeapError('unreadable', `The sample ${file} could not be loaded (${why}): choose another one.`)
}

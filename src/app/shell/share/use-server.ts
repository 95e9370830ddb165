import { useEffect, useState } from 'react'
import type { ServerConfig } from '#protocol/share-api.ts'
import { readConfig } from '#sharing/share-client.ts'
import { ShareError } from '#sharing/share-error.ts'
import { pageFolder } from '../../url/page-folder.ts'

export type Server =
  | { readonly state: 'asking' }
  | { readonly state: 'there'; readonly address: string; readonly config: ServerConfig }
  | { readonly state: 'missing'; readonly error: ShareError }

/** The sharing server that the page comes from, if it is one. */
export function useServer(): Server {
  const [server, setServer] = useState<Server>({ state: 'asking' })
  useEffect(() => {
    const controller = new AbortController()
    const address = pageFolder(location)
    const look = async () => {
      try {
        const config = await readConfig(address, controller.signal)
        setServer({ state: 'there', address, config })
      } catch (error) {
        if (!controller.signal.aborted) setServer({ state: 'missing', error: asShareError(error) })
      }
    }
    void look()
    return () => controller.abort()
  }, [])
  return server
}

function asShareError(error: unknown): ShareError {
  return error instanceof ShareError
    ? error
    : new ShareError('no-server', 'The sharing server could not be asked.')
}

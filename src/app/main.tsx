import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { config } from 'zod'
import { bindShortcuts } from './commands/shortcuts.ts'
import './tokens.css'
import './global.css'
import { App } from './shell/App.tsx'
import { followSource } from './state/captures.ts'
import { followShare } from './state/follow-share.ts'
import { followFindings } from './state/findings-store.ts'
import { libraryLists } from './state/libraries.ts'
import { followLocalCapture } from './state/local-capture.ts'
import { mutedLists } from './state/muted-store.ts'
import { followMyShares } from './state/my-shares.ts'
import { followEmbedder } from './state/embedding.ts'
import { followPair } from './state/pair-store.ts'
import { followRecent } from './state/recent-store.ts'
import { followSeries } from './state/series-store.ts'
import { restoreTheme } from './state/theme.ts'
import { followUploads } from './state/upload-store.ts'
import { followAddress } from './url/address.ts'

// The page's security policy forbids code made from text; zod would try.
config({ jitless: true })
restoreTheme()
followLocalCapture(window)
followAddress(window)
void followShare()
mutedLists.follow()
libraryLists.follow()
followFindings()
followSource()
followEmbedder(window, location.hash)
followPair()
followSeries()
void followRecent()
followMyShares()
followUploads()
bindShortcuts(window)

const root = document.getElementById('app')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

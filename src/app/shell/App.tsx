import { CSPProvider } from '@base-ui/react/csp-provider'
import { useDeferredValue } from 'react'
import { embedStore } from '../state/embedding.ts'
import { isOpen, useHeap } from '../state/heap-store.ts'
import { useShare } from '../state/share-store.ts'
import { useDownload, useUrls } from '../state/url-store.ts'
import { Announcer } from './Announcer.tsx'
import { CheatSheet } from './CheatSheet.tsx'
import { AskToLoad } from './AskToLoad.tsx'
import { AskToTake } from './AskToTake.tsx'
import { Downloading } from './Downloading.tsx'
import { DropArea } from './DropArea.tsx'
import { Landing } from './Landing.tsx'
import { Loading } from './Loading.tsx'
import { Notice } from './Notice.tsx'
import { Palette } from './Palette.tsx'
import { MySharesDialog } from './share/MySharesDialog.tsx'
import { ShareDialog } from './share/ShareDialog.tsx'
import { ShareLoading } from './ShareLoading.tsx'
import { ShareProblem } from './ShareProblem.tsx'
import { SourceMapsDialog } from './SourceMapsDialog.tsx'
import { useTitle } from './use-title.ts'
import { Workspace } from './Workspace.tsx'

/** The whole page: what is open decides what is shown; the rest lies over it. */
export function App() {
  useTitle()
  return (
    // The page's security policy allows style sheets only.
    <CSPProvider disableStyleElements>
      <Shown />
      <DropArea />
      <Palette />
      <CheatSheet />
      <SourceMapsDialog />
      <ShareDialog />
      <MySharesDialog />
      <Notice />
      <Announcer />
    </CSPProvider>
  )
}

function Shown() {
  const share = useShare(({ opening }) => opening)
  const handing = embedStore((state) => state.asking)
  const asking = useUrls((urls) => urls.asking)
  const download = useDownload()
  const now = useHeap((heap) => heap.status)
  const before = useDeferredValue(now)
  // The workspace is drawn bit by bit behind what is shown, so that the page answers meanwhile; the others come at once.
  const status = isOpen(now) && !isOpen(before) ? before : now
  if (handing) return <AskToTake asking={handing} />
  if (share.state === 'failed') return <ShareProblem error={share.error} />
  if (share.state === 'downloading') return <ShareLoading />
  if (asking.length > 0) return <AskToLoad addresses={asking} />
  if (status === 'opening') return download ? <Downloading download={download} /> : <Loading />
  return isOpen(status) ? <Workspace /> : <Landing />
}

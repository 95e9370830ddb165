import { CSPProvider } from '@base-ui/react/csp-provider'
import { useHeap } from '../state/heap-store.ts'
import { Announcer } from './Announcer.tsx'
import { CheatSheet } from './CheatSheet.tsx'
import { DropArea } from './DropArea.tsx'
import { Landing } from './Landing.tsx'
import { Loading } from './Loading.tsx'
import { Notice } from './Notice.tsx'
import { Palette } from './Palette.tsx'
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
      <Notice />
      <Announcer />
    </CSPProvider>
  )
}

function Shown() {
  const status = useHeap((heap) => heap.status)
  if (status === 'opening') return <Loading />
  if (status === 'parsed' || status === 'ready') return <Workspace />
  return <Landing />
}

import { Dialog } from '@base-ui/react/dialog'
import { Trash2 } from 'lucide-react'
import { isMapName, mapFile } from '../client/map-files.ts'
import { pickFiles, pickFolder } from '../client/pick-files.ts'
import { notify } from '../state/notice-store.ts'
import { showOverlay, useOverlay } from '../state/overlay-store.ts'
import { addMaps, clearMaps, removeMap, useSourceMaps } from '../state/source-maps.ts'
import { Button } from '../ui/Button.tsx'
import { formatCountOf } from '../ui/format.ts'
import overlay from '../ui/Overlay.module.css'
import { OverlayHead } from '../ui/OverlayHead.tsx'
import styles from './SourceMapsDialog.module.css'

/** The source maps in use: to add some and to take them away. */
export function SourceMapsDialog() {
  const open = useOverlay() === 'maps'
  return (
    <Dialog.Root open={open} onOpenChange={(next) => showOverlay(next ? 'maps' : null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={overlay['veil'] ?? ''} />
        <Dialog.Popup className={overlay['popup'] ?? ''}>
          <OverlayHead title="Source maps" />
          <div className={styles['body']}>
            <Dialog.Description className={styles['about']}>
              Names and places of bundled code become the original ones. A map belongs to the script whose
              file name it has, or names. Maps stay in this tab’s memory; nothing is fetched or sent.
            </Dialog.Description>
            <div className={styles['actions']}>
              <Button look="primary" onClick={() => void pickFiles('.map').then(addFiles)}>
                Add files…
              </Button>
              <Button onClick={() => void pickFolder().then(addFiles)}>Add a folder…</Button>
            </div>
            <Maps />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

async function addFiles(files: readonly File[]): Promise<void> {
  const maps = files.filter(({ name }) => isMapName(name))
  if (files.length > 0 && maps.length === 0) notify('There are no .map files among these.')
  await addMaps(maps.map(mapFile))
}

function Maps() {
  const { maps, failures, loading } = useSourceMaps()
  return (
    <>
      <p className={styles['state']} role="status">
        {loading > 0
          ? `Reading ${formatCountOf(loading, 'map')}…`
          : maps.length === 0
            ? 'None are in use. You may also drop them, or a folder, anywhere on the page.'
            : `${formatCountOf(maps.length, 'map')} in use.`}
      </p>
      {maps.length === 0 ? null : (
        <ul className={styles['list']}>
          {maps.map(({ id, path, sources }) => (
            <li key={id}>
              <bdi className={styles['path']} title={path}>
                {path}
              </bdi>
              <span className={styles['sources']}>{formatCountOf(sources, 'source')}</span>
              <Button look="icon" aria-label={`Remove ${path}`} onClick={() => removeMap(id)}>
                <Trash2 aria-hidden="true" size={14} />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {failures.length === 0 ? null : (
        <>
          <p className={styles['state']}>Not source maps:</p>
          <ul className={styles['list']}>
            {failures.map(({ path, reason }, i) => (
              <li key={`${path} ${i}`}>
                <bdi className={styles['path']}>{path}</bdi>
                <span className={styles['sources']}>{reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {maps.length + failures.length > 1 ? (
        <Button look="text" onClick={clearMaps}>
          Remove all
        </Button>
      ) : null}
    </>
  )
}

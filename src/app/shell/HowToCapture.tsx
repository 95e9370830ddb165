import { Tabs } from '@base-ui/react/tabs'
import { CopyButton } from '../ui/CopyButton.tsx'
import { pageFolder } from '../url/page-folder.ts'
import { RUNTIMES, type Way } from './how-to-capture.ts'
import styles from './HowToCapture.module.css'

/** How to get a snapshot out of each kind of program. */
export function HowToCapture() {
  return (
    <section aria-labelledby="how-to" className={styles['section']}>
      <h2 id="how-to">How to capture a heap</h2>
      <Tabs.Root defaultValue="Node" className={styles['box']}>
        <Tabs.List className={styles['tabs']} aria-label="Where the program runs">
          {RUNTIMES.map(({ name }) => (
            <Tabs.Tab key={name} value={name} className={styles['tab']}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {RUNTIMES.map(({ name, ways }) => (
          <Tabs.Panel key={name} value={name} className={styles['panel']} tabIndex={-1}>
            <ol>
              {ways.map((way) => (
                <WayLine key={way.does} way={way} />
              ))}
            </ol>
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </section>
  )
}

function WayLine({ way: { does, command, file } }: { readonly way: Way }) {
  return (
    <li className={styles['way']}>
      <p>
        {does}
        {file === undefined ? null : (
          <>
            {' '}
            <a href={new URL(file, pageFolder(location)).href} download={file}>
              {file}
            </a>
          </>
        )}
      </p>
      {command === null ? null : (
        <div className={styles['command']}>
          <pre>
            <code>{command}</code>
          </pre>
          <CopyButton text={command} what="command" />
        </div>
      )}
    </li>
  )
}

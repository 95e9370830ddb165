/** `node peers/devtools.mjs FILE`: opens a snapshot with DevTools' worker and prints stages and counts as JSON. */
import { loadInDevTools } from '../devtools/load.mjs'

const { snapshot, stages } = await loadInDevTools(process.argv[2])
stages.status('Building class summary…')
const classes = snapshot.aggregatesWithFilter({})
stages.status('done')
process.stdout.write(
  `${JSON.stringify({
    nodes: snapshot.nodeCount,
    classes: Object.keys(classes).length,
    shallowSize: snapshot.totalSize,
    maxRssKb: process.resourceUsage().maxRSS,
    stages,
  })}\n`,
)
process.exit()

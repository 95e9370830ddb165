// Before `npm pack` and `npm publish`: what the package is made of.
import { buildAll } from './build.mjs'
import { shrinkSamples } from './package-samples.mjs'

await buildAll()
await shrinkSamples()

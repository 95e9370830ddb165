// After `npm pack` and `npm publish`: the build is again what `npm start` serves.
import { restoreSamples } from './package-samples.mjs'

restoreSamples()

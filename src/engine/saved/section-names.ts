/** What the sections of a saved heap are called. */
export const SECTION = {
  /** JSON: `overview.ts`. */
  overview: 'overview',
  nodeTypes: 'node types',
  nodeNames: 'node names',
  nodeIds: 'node ids',
  selfSizes: 'self sizes',
  /** Adjusted. */
  shallowSizes: 'shallow sizes',
  /** Empty where none is known. */
  detachedness: 'detachedness',
  firstEdges: 'first edges',
  nodeClasses: 'node classes',
  distances: 'distances',
  dominators: 'dominators',
  retainedSizes: 'retained sizes',
  /** Bits: the nodes that belong to the page. */
  pageNodes: 'page nodes',
  /** `links.ts`. */
  edgeLinks: 'edge links',
  /** In containers of format version 1, instead of the next three. */
  edgeNames: 'edge names',
  /** By node: the number of its sequence of edge names. */
  nameSequences: 'name sequences',
  /** By sequence: how many names it has. */
  sequenceLengths: 'sequence lengths',
  /** The names of all sequences, one after the other. */
  sequenceNames: 'sequence names',
  stringLengths: 'string lengths',
  /** The strings of the capture as bytes, one after the other. */
  stringBytes: 'string bytes',
  /** JSON: strings that the capture does not hold, in their order. */
  addedStrings: 'added strings',
  /** Of redacted heaps only, by string: how long the text was, in UTF-16 code units. */
  textLengths: 'text lengths',
  /** Of redacted heaps only: the strings of which V8 had cut a part. */
  cutTexts: 'cut texts',
  /** The next ones are absent where the capture has no locations. */
  nodePlaces: 'node places',
  placeScripts: 'place scripts',
  placeLines: 'place lines',
  placeColumns: 'place columns',
  /** Absent where the capture does not say. */
  placeScriptNodes: 'place script nodes',
  /** By node: the id of its stack. The next ones are absent where no allocations were tracked. */
  nodeTraces: 'node traces',
  traceFunctionNames: 'trace function names',
  traceFunctionScripts: 'trace function scripts',
  traceFunctionScriptIds: 'trace function script ids',
  traceFunctionLines: 'trace function lines',
  traceFunctionColumns: 'trace function columns',
  traceIds: 'trace ids',
  traceParents: 'trace parents',
  traceFunctions: 'trace functions',
  traceCounts: 'trace counts',
  traceSizes: 'trace sizes',
  /** Absent where all are 0. */
  traceDomains: 'trace domains',
  sampleTimes: 'sample times',
  sampleIds: 'sample ids',
  /** The next ones are there in heaps of Python alone, by node: string indexes. */
  pythonClasses: 'python classes',
  pythonCounts: 'python reference counts',
  pythonLengths: 'python lengths',
  pythonGenerations: 'python generations',
  pythonFlags: 'python flags',
  /** JSON: the process, as in the capture's header. */
  pythonProcess: 'python process',
  /** JSON: what a series says of itself; absent in other files, as the next two. */
  series: 'series',
  seriesTimes: 'series times',
  seriesBytes: 'series bytes',
  /** JSON; absent in other files. */
  lineReport: 'line report',
  /** The rest is absent where the capture has no scopes. */
  scopeScripts: 'scope scripts',
  scopeIds: 'scope ids',
  scopeDepths: 'scope depths',
  scopeVariableStarts: 'scope variable starts',
  scopeVariables: 'scope variables',
  scopeUseStarts: 'scope use starts',
  scopeUseScopes: 'scope use scopes',
  scopeUseSlots: 'scope use slots',
} as const

import { z } from 'zod'
import { storedLists } from '../client/analysis-lists.ts'
import { AnalysisLists } from './analysis-lists.ts'

/** Parts of file and module names that are a library’s, as somebody said, by capture. */
export const libraryLists = new AnalysisLists(storedLists('heapscope.libraries.', z.string()), (part) => part)

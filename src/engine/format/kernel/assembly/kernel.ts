/**
 * The kernel, in AssemblyScript. Reads whole numbers that are directly followed by a comma, or by a line break and a
 * comma, and writes them one after the other, by fields of their records, or as edges; recognizes
 * lists of labels; and finds the quotes around strings.
 *
 * It looks at 64 characters at once: three bit masks say where digits, commas and line breaks are. The numbers end where
 * the commas are, so that finding the next number does not wait for the value of the one before.
 */
export { count, parse } from './numbers'
export { addUp, largest, records, recordsTaken, translate } from './records'
export { commas, skim } from './skim'
export { quotes } from './quotes'
export { edges, edgesTaken, maxName } from './edges'
export { recognize, settle, strange } from './lists'

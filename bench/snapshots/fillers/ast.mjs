/**
 * What a compiler or an editor holds: one round goes over the TypeScript compiler's own library sources and keeps their
 * syntax trees with parents and line tables, and maps, a WeakMap, objects, strings and closures about them. The last
 * round may be a part.
 */
import { createRequire } from 'node:module'
import { librarySources } from './library-sources.mjs'

const ts = createRequire(import.meta.url)('typescript')

class Workspace {
  /** File name to syntax tree. */
  documents = new Map()
  /** Identifier to the places that mention it. */
  mentions = new Map()
  /** Nodes to facts about them, as caches keep them. */
  facts = new WeakMap()
  history = []
}

class Mention {
  constructor(document, node) {
    this.document = document
    this.node = node
    this.label = `${document.fileName}:${node.pos}`
  }

  get text() {
    return this.document.text.slice(this.node.pos, this.node.end)
  }
}

/** @param rounds how many workspaces, the last one a part */
export function fill(rounds) {
  const sources = librarySources()
  const roundLength = sources.reduce((sum, { text }) => sum + text.length, 0)
  const workspaces = []
  for (let left = rounds * roundLength; left > 0; left -= roundLength) {
    workspaces.push(fillWorkspace(new Workspace(), sources, workspaces.length, left))
  }
  return workspaces
}

/** Between two snapshots of one process: more rounds come, and the first workspace forgets its history. */
export function grow(workspaces, rounds) {
  workspaces.push(...fill(rounds))
  workspaces[0].history = []
}

/** Reads sources until `limit` characters of them are parsed, the last one cut off there. */
function fillWorkspace(workspace, sources, round, limit) {
  let left = limit
  for (const { name, text } of sources) {
    if (left <= 0) {
      break
    }
    const part = text.slice(0, left)
    const document = ts.createSourceFile(`/round-${round}/${name}`, part, ts.ScriptTarget.Latest, true)
    document.getLineStarts()
    workspace.documents.set(document.fileName, document)
    collect(workspace, document)
    workspace.history.push({ name, opened: round, undo: () => document.text.length })
    left -= text.length
  }
  return workspace
}

function collect(workspace, document) {
  let count = 0
  const visit = (node) => {
    if (ts.isIdentifier(node) && count++ % 8 === 0) {
      const list = workspace.mentions.get(node.text) ?? []
      workspace.mentions.set(node.text, list)
      list.push(new Mention(document, node))
      workspace.facts.set(node, { depth: list.length, kind: node.parent.kind })
    }
    ts.forEachChild(node, visit)
  }
  visit(document)
}

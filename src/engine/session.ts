import type { ByteSource } from './format/source.ts'
import type { TaskHost } from './base/task.ts'
import type {
  ClassColumn,
  ClassRow,
  EdgeColumn,
  EdgeRow,
  Found,
  KindRow,
  ListRequest,
  NodeColumn,
  NodeRow,
  ObjectDetail,
  Page,
  Summary,
} from './model/rows.ts'

/**
 * One open heap: the one facade that page, command line and server call.
 * Lists take (start, end, sort, filter) and return plain rows.
 */
export declare class Session {
  /** Reads a heap. Names and shallow sizes are there when it resolves; `complete` computes the rest. */
  static read(source: ByteSource, host: TaskHost): Promise<Session>
  /** Computes distances, dominators and retained sizes. Questions asked meanwhile are answered with what is known. */
  complete(host: TaskHost): Promise<void>
  summary(): Summary
  kinds(): readonly KindRow[]
  classes(request: ListRequest<ClassColumn>): Page<ClassRow>
  /** One class by its key, or null. */
  classByKey(key: string): ClassRow | null
  /** The instances of one class (`ClassRow.index`). */
  instances(classIndex: number, request: ListRequest<NodeColumn>): Page<NodeRow>
  /** All objects but the synthetic roots; the filter looks at class names. */
  objects(request: ListRequest<NodeColumn>): Page<NodeRow>
  /** The node with this heap id, or null. */
  nodeById(id: number): NodeRow | null
  object(node: number): ObjectDetail
  references(node: number, request: ListRequest<EdgeColumn>): Page<EdgeRow>
  retainers(node: number, request: ListRequest<EdgeColumn>): Page<EdgeRow>
  /** The node's children in the dominator tree. */
  dominated(node: number, request: ListRequest<NodeColumn>): Page<NodeRow>
  /** `@123` finds an object, any other text (or /regex/) classes. */
  find(text: string, limit: number): Found
}

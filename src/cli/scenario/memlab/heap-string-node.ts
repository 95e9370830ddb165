import { HeapNode } from './heap-node.ts'
import { onlyGiven } from './only-given.ts'

/** A string as memlab's filters read it. */
export class HeapStringNode extends HeapNode {
  /** The text as far as the capture has it: joined of its parts; of a part of another string, which string that is. */
  get stringValue(): string {
    const stack: HeapNode[] = [this]
    let text = ''
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (node.type === 'concatenated string') stack.push(partOf(node, 'second'), partOf(node, 'first'))
      else if (node.type === 'sliced string') text += `<sliced string of @${partOf(node, 'parent').id}>`
      else text += node.name
    }
    return text
  }

  override getJSONifyableObject(): Record<string, unknown> {
    return { ...super.getJSONifyableObject(), stringValue: this.stringValue }
  }
}

function partOf(node: HeapNode, name: string): HeapNode {
  const part = node.getReferenceNode(name)
  if (part?.isString) return part
  throw new TypeError(`the ${node.type} @${node.id} has no ${name} in this capture`)
}

onlyGiven(HeapStringNode, 'node')

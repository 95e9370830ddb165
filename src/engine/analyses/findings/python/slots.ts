import type { Confidence } from '../../../model/finding-rows.ts'
import { listed, plain, share, size, type Words, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import type { Draft, Rule } from '../rule.ts'
import { whoseCode } from '../whose.ts'
import { INSTANCES_BY_CLASS, NO_DICT } from './class-instances.ts'
import { minorOf } from '../../python/python-version.ts'
import { type Candidate, candidateOf } from './slot-candidates.ts'

/** Of the instances, so many may have had their `__dict__` asked for before that counts as a use of it. */
const MOST_ASKED = 0.1
/** Names that are written out in the cure. */
const MOST_NAMED = 8

/** Many instances with a `__dict__` that could have `__slots__`. */
export const slots: Rule = {
  name: 'slots',
  title: 'Instances that could have slots',
  about:
    'Many instances of a class that keep their attributes in a dictionary or in values of their own, and all have the same attributes.',
  family: 'cpython',
  async find(heap, task) {
    const whose = await whoseCode(heap, [], task)
    task.begin('answer', heap.snapshot.nodeCount)
    const classes = await INSTANCES_BY_CLASS.of(heap, task)
    task.end()
    return classes.flatMap((instances) => {
      const candidate = candidateOf(heap, instances, whose)
      return candidate ? [draftOf(heap, candidate)] : []
    })
  },
}

function draftOf(heap: WholeHeap, candidate: Candidate): Draft {
  const { shallowSize, snapshot } = heap
  const { name, instances, attributes, slotted } = candidate
  const { classNode, nodes, dicts } = instances
  let asked = 0
  for (let at = 0; at < dicts.length; at++) if (dicts[at] !== NO_DICT) asked++
  const claims = {
    node: new Uint32Array(nodes.length + asked),
    bytes: new Float64Array(nodes.length + asked),
  }
  let claimed = 0
  let now = 0
  let saved = 0
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]!
    const dict = dicts[at]!
    const dictSize = dict === NO_DICT ? 0 : shallowSize[dict]!
    const whole = shallowSize[node]! + dictSize
    const spare = Math.max(0, whole - slotted)
    now += whole
    saved += spare
    if (dict !== NO_DICT) {
      claims.node[claimed] = dict
      claims.bytes[claimed++] = Math.min(dictSize, spare)
    }
    claims.node[claimed] = node
    claims.bytes[claimed++] = Math.max(0, spare - dictSize)
  }
  const isAsked = minorOf(snapshot.python!.process.python?.version) >= 11 && asked > MOST_ASKED * nodes.length
  const total = heapSize(heap)
  return {
    title: words`${nodes.length} ${name} objects take ${size(Math.round(now / nodes.length))} each without slots, ${size(saved)} more than with`,
    facts: words`They keep ${attributes.length} ${plain(attributes.length === 1 ? 'attribute' : 'attributes')} in ${plain(asked > nodes.length / 2 ? 'a dictionary each' : 'values beside each')}, ${size(now)} or ${share(now, total)} of the heap; with slots one would take ${size(slotted)}.${lostWords(candidate)}`,
    cure: cureOf(candidate),
    confidence: confidenceOf(candidate, isAsked),
    owner: name,
    subject: name,
    object: classNode,
    nodes,
    retained: now,
    saving: {
      bytes: saved,
      estimate: true,
      method: words`what the instances and their own dictionaries take, less ${size(slotted)} for each`,
    },
    claims,
    fault: 'waste',
  }
}

/** Says which bases take the slots away that the class has. */
function lostWords({ name, without }: Candidate): Words {
  if (without.includes(name)) return []
  return words` It has ${'__slots__'}, but ${plain(without.length === 1 ? 'its base' : 'its bases')} ${listed(without)} ${plain(without.length === 1 ? 'has' : 'have')} none.`
}

function cureOf({ name, without, attributes, isDataclass, isReferredWeakly }: Candidate): Words {
  const bases = without.filter((base) => base !== name)
  const names = [...attributes, ...(isReferredWeakly ? ['__weakref__'] : [])]
  const shown = names.slice(0, MOST_NAMED).map((text) => `"${text}"`)
  const more = names.length > MOST_NAMED ? ', …' : names.length === 1 ? ',' : ''
  const code = `__slots__ = (${shown.join(', ')}${more})`
  const forBases = words`Give ${listed(bases)} ${'__slots__'}, if only ${'__slots__ = ()'}: a class without them takes them from all classes below it.`
  if (!without.includes(name)) return forBases
  const decorator = `@dataclass(slots=True${isReferredWeakly ? ', weakref_slot=True' : ''})`
  const own = isDataclass
    ? words`Write ${decorator} above ${name} (since Python ${plain(isReferredWeakly ? '3.11' : '3.10')}), or ${code} in it.`
    : words`Write ${code} in ${name}.`
  return bases.length > 0 ? [...own, ' ', ...forBases] : own
}

function confidenceOf({ whose, name, instances }: Candidate, isAsked: boolean): Confidence {
  if (whose === 'library')
    return {
      level: 'possible',
      reason: words`${name} is of an installed package, which would have to be changed`,
    }
  if (isAsked)
    return {
      level: 'possible',
      reason: words`the dictionaries of some were asked for: what uses ${'vars()'} or ${'__dict__'} has to change too`,
    }
  const kinds = new Set(instances.layouts.map(({ names }) => names.toSorted().join(' ')))
  return kinds.size === 1
    ? {
        level: 'likely',
        reason: words`all of them have the same attributes, and nothing asked for a dictionary yet`,
      }
    : { level: 'likely', reason: words`nearly all of them have the same attributes` }
}

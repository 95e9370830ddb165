import { explainPythonEdge } from './python-words.ts'

/** What an engine's own name means, in a sentence for someone who writes programs, not engines. */
const EXACT: Readonly<Record<string, string>> = {
  '(array)':
    'The engine’s own arrays: backing stores of arrays, objects, maps and sets. They belong to whatever holds them.',
  '(object elements)': 'The store behind an array or behind an object’s numbered properties.',
  '(object properties)':
    'The store behind an object’s named properties, used once they no longer fit inside the object.',
  '(internal array)': 'An array the engine keeps for itself.',
  '(compiled code)':
    'Functions as the engine runs them: bytecode, machine code and what it notes about both. Grows with the code that was loaded and run.',
  '(code)': 'Compiled functions and the notes the engine keeps about them.',
  '(system)': 'The engine’s own bookkeeping. Programs rarely control it directly; look at what holds it.',
  '(object shape)':
    'Descriptions of how objects are laid out (hidden classes). Many of them mean that objects of one kind get their properties in different orders.',
  '(string)': 'Text. Each value is stored once where the engine can share it.',
  '(concatenated string)':
    'Text made by joining two others, which it keeps alive. It is flattened into one piece only when read.',
  '(sliced string)': 'A piece cut out of a longer text. It keeps the whole longer text alive.',
  '(number)': 'Numbers that do not fit beside a property and got a place of their own.',
  '(symbol)': 'Symbols used as property keys.',
  '(bigint)': 'Whole numbers of any length.',
  '(regexp)': 'Regular expressions with their compiled form.',
  '(constant pool)': 'The constants that a function’s bytecode refers to.',
  '(constant elements)': 'The values of an array literal in the source.',
  '(bound arguments)': 'Arguments fixed by Function.prototype.bind.',
  '(enum cache)': 'Property names in order, kept so that for…in is fast.',
  '(shared function info)':
    'What all closures of one function share: its name, source position and bytecode.',
  '(context local names)': 'The names of variables in a scope.',
  '(map descriptors)': 'The property table of a hidden class.',
  '(script source)': 'Source text of a loaded script.',
  '(GC roots)': 'Where the garbage collector starts: everything it finds from here is alive.',
  '(Stack roots)': 'Values that running functions hold on the stack.',
  '(Global handles)': 'References from native code into the heap.',
  '(Eternal handles)': 'References from native code that last as long as the process.',
  '(Handle scope)': 'References held by native code that is running now.',
  '(Persistent roots)': 'References that native objects hold until they let go.',
  '(Strong roots)': 'The engine’s permanent values.',
  '(Builtins)': 'The engine’s built-in functions.',
  '(External strings)': 'Texts whose bytes lie outside the heap.',
  '(Weak references)': 'References that keep nothing alive.',
  '(Document DOM trees)': 'The documents of the page and all nodes still attached to them.',
  '(Detached DOM trees)': 'DOM nodes that are in no document any more but are still held by something.',
  '(JS Global Objects)': 'The global objects: where window.x and globalThis.x live.',
  'system / Context':
    'The variables of a function call that closures inside it still use. It lives as long as any of those closures, and keeps all of them together.',
  'system / NativeContext':
    'One world of built-in objects (one page, frame or vm context) with its own globals.',
  'system / Map':
    'A hidden class: the engine’s description of how objects with the same properties are laid out. Not a JavaScript Map.',
  'system / DescriptorArray': 'The property names and places of a hidden class.',
  'system / TransitionArray': 'Which hidden class follows when a property is added.',
  'system / PrototypeInfo': 'Notes about an object used as a prototype.',
  'system / PropertyArray': 'The store behind an object’s named properties.',
  'system / PropertyCell': 'The place of one global variable or property.',
  'system / Cell': 'A place that holds one value.',
  'system / FeedbackCell': 'Connects a closure to the notes on how it ran.',
  'system / FeedbackVector': 'Notes on the types a function has seen, kept to optimise it.',
  'system / FeedbackMetadata': 'The layout of the notes on how a function ran.',
  'system / ClosureFeedbackCellArray': 'The feedback cells of the functions created inside a function.',
  'system / ScopeInfo': 'The variables of a scope: their names and places.',
  'system / BytecodeArray': 'A function as bytecode.',
  'system / BytecodeWrapper': 'The heap’s handle on bytecode kept in protected memory.',
  'system / CodeWrapper': 'The heap’s handle on machine code kept in protected memory.',
  'system / SharedFunctionInfo':
    'What all closures of one function share: its name, source position and bytecode.',
  'system / Script': 'A loaded script: its address, source text and functions.',
  'system / AccessorPair': 'The getter and setter of a property.',
  'system / AccessorInfo': 'A property computed by native code.',
  'system / FunctionTemplateInfo': 'How native code describes a class to the engine.',
  'system / ObjectTemplateInfo': 'How native code describes objects to the engine.',
  'system / Foreign': 'A pointer to memory outside the heap.',
  'system / JSArrayBufferData':
    'The bytes of an ArrayBuffer, which lie outside the heap. Buffers and typed arrays hold them.',
  'system / ExternalStringData': 'The bytes of a text that lie outside the heap.',
  'system / WeakFixedArray': 'An array that keeps nothing alive.',
  'system / WeakArrayList': 'A list that keeps nothing alive.',
  'system / WeakCell': 'An entry of a WeakRef or FinalizationRegistry. It keeps nothing alive.',
  'system / AllocationSite': 'Notes on objects created at one place in the code.',
  'system / UncompiledDataWithoutPreparseData': 'A function that has not been compiled yet.',
  'system / UncompiledDataWithPreparseData': 'A function that has been looked over but not compiled yet.',
  'system / Hole': 'A mark for an empty place.',
  'system / Oddball': 'undefined, null, true, false and their like.',
  'system / EphemeronHashTable':
    'The entries of a WeakMap: each value lives only while its key and the map do.',
  'system / JSLexicalEnvironment': 'The variables of a function call that closures inside it still use.',
  'system / JSGlobalLexicalEnvironment': 'The top-level let, const and class of scripts.',
  Structure: 'A hidden class: the engine’s description of how objects with the same properties are laid out.',
  PropertyTable: 'The property names and places of a hidden class.',
  FunctionExecutable: 'What all closures of one function share: its name, source position and bytecode.',
  NativeExecutable: 'A built-in function.',
  UnlinkedFunctionExecutable: 'A function as parsed, before it is linked into a program.',
  Function: 'Functions together with the variables they captured.',
}

const PREFIXES: readonly (readonly [string, string])[] = [
  ['system / Context', EXACT['system / Context'] ?? ''],
  ['system / SharedFunctionInfo', EXACT['system / SharedFunctionInfo'] ?? ''],
  ['system / Script', EXACT['system / Script'] ?? ''],
  ['system / ', 'One of the engine’s own objects. Look at what holds it.'],
  ['Detached ', 'A DOM node that is in no document any more but is still held by something.'],
  ['blink::', 'An object of the browser’s rendering engine.'],
  ['Node / ', 'Memory that Node’s native code holds.'],
  ['(', 'A name the engine gives to things that have none in the program.'],
]

/** What a name made up by the engine means; null for names that come from the program. */
export function explainName(name: string): string | null {
  if (Object.hasOwn(EXACT, name)) return EXACT[name] ?? null
  return PREFIXES.find(([prefix]) => name.startsWith(prefix))?.[1] ?? null
}

const INTERNAL_EDGES: Readonly<Record<string, string>> = {
  map: 'The object’s hidden class',
  properties: 'The store of its named properties',
  elements: 'The store of its numbered properties',
  table: 'The hash table of a Map or Set',
  context: 'The captured variables of a function',
  code: 'The compiled form of a function',
  shared: 'What all closures of one function share',
  feedback_cell: 'Notes on how a closure ran',
  previous: 'The scope around this one',
  scope_info: 'The names of the scope’s variables',
  first: 'The first half of a joined text',
  second: 'The second half of a joined text',
  parent: 'The longer text this one was cut from',
  prototype: 'The prototype',
  constructor: 'The constructor function',
  backing_store: 'The bytes of a buffer',
  bound_this: 'this, fixed by bind',
  bound_function: 'The function that bind was called on',
  back_pointer: 'The hidden class this one grew from',
  descriptors: 'The properties of a hidden class',
  dependent_code: 'Compiled code that relies on this',
}

const EDGE_TYPES: Readonly<Record<string, string>> = {
  property: 'A property of the object',
  element: 'A numbered element',
  context: 'A variable captured by a closure',
  internal: 'A field the engine keeps; programs do not see it',
  hidden: 'A link of the engine that has no name',
  shortcut: 'A link added to make the snapshot readable',
  weak: 'A weak reference; it keeps nothing alive',
}

/** What a reference of this type, and where the engine made up its name this name, means. */
export function explainEdge(type: string, name: string | number, isPython = false): string {
  if (isPython) return explainPythonEdge(type, name)
  const special = type === 'internal' && typeof name === 'string' && Object.hasOwn(INTERNAL_EDGES, name)
  if (special) return INTERNAL_EDGES[name] ?? ''
  if (Object.hasOwn(EDGE_TYPES, type)) return EDGE_TYPES[type] ?? ''
  return `A reference of the type “${type}”, which this version does not know`
}

/** Why a reference that is shown dimmed keeps nothing alive. */
export function explainWeak(type: string, name: string | number): string {
  if (type === 'weak') return 'Weak: it does not keep its target alive'
  if (type === 'shortcut') return 'A shortcut of the snapshot: the real references are counted elsewhere'
  if (typeof name === 'string' && name.includes('pair in WeakMap')) {
    return 'An entry of a WeakMap: the value lives only as long as its key'
  }
  return 'Not counted as keeping its target alive: it points to itself, or from outside the page into it'
}

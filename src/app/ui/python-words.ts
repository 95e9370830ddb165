import type { Kind } from '#engine/model/rows.ts'

/** What the roots of a Python heap, and what its interpreter makes for itself, mean in a sentence. */
const EXACT: Readonly<Record<string, string>> = {
  '(modules)':
    'All imported modules, as sys.modules names them. What a module’s globals hold lives as long as the program.',
  '(threads)': 'All running threads, with the functions they are in and the variables of these.',
  '(thread locals)': 'What threads keep for themselves in threading.local objects, as long as they live.',
  '(interpreter)':
    'What the interpreter itself holds: built-ins, codecs, import hooks, functions to be called at exit.',
  '(gc.garbage)': 'What the cycle collector found and was not to free: it stands in gc.garbage.',
  '(held from C)':
    'Objects that nothing in the heap leads to, but whose reference count says that somebody holds them: C code.',
  '(unreachable cycles)':
    'Objects that only hold each other: garbage that the cycle collector frees when it runs next.',
  str: 'Text. Equal texts made at different times are different objects, unless they were interned.',
  dict: 'Dictionaries, and the namespaces of modules, classes and of instances that have one of their own.',
  type: 'Classes. Each takes about a kilobyte, and more with its methods.',
  function: 'Functions with their defaults and what they close over.',
  code: 'Functions as the interpreter runs them: bytecode, constants, names. Grows with the code that was imported.',
  cell: 'The place of one variable that an inner function uses: it lives as long as that function.',
  frame: 'A call that goes on, or that a traceback keeps: it holds all its variables.',
  traceback:
    'Where an exception came through. It keeps the frames, and they their variables, as long as it is held.',
  module: 'An imported module; its globals live as long as the program.',
  NoneType: 'None.',
}

/** What a name of the interpreter means; null for what comes from the program. */
export function explainPythonName(name: string, kind: Kind): string | null {
  if (kind === 'root' && name.startsWith('thread ')) {
    return 'A running thread. It leads to the functions it is in, the innermost first, and these to their variables.'
  }
  return Object.hasOwn(EXACT, name) ? EXACT[name]! : null
}

const INTERNAL: Readonly<Record<string, string>> = {
  __class__: 'The class',
  __dict__: 'The dictionary of its attributes',
  __globals__: 'The globals of the module that a function was defined in',
  __code__: 'The code of a function',
  __closure__: 'The variables that a function closes over',
  __bases__: 'The base classes',
  __mro__: 'The classes in which attributes are looked up',
  __traceback__: 'Where an exception came through, with its frames',
  __context__: 'The exception that was being handled when this one came',
  __cause__: 'The exception that this one was raised from',
  __self__: 'The object that a method belongs to',
  __func__: 'The function of a method',
  cell: 'The place of a variable that a function closes over',
  key: 'A key of a dictionary',
  base: 'The object whose memory this one shows',
}

const EDGE_TYPES: Readonly<Record<string, string>> = {
  property: 'An attribute, a global or local variable, or an item by its key',
  element: 'An item by its index',
  context: 'A variable that a function closes over',
  internal: 'What the interpreter refers to by itself',
  weak: 'A weak reference; it keeps nothing alive',
}

/** What a reference of this type and name means. */
export function explainPythonEdge(type: string, name: string | number): string {
  if (type === 'internal' && typeof name === 'string' && Object.hasOwn(INTERNAL, name)) return INTERNAL[name]!
  return EDGE_TYPES[type] ?? 'A reference'
}

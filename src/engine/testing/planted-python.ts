import { type PythonNodeSpec, pythonText } from './python-text.ts'

/**
 * A capture of Python with something in every place where a text can stand.
 * @param secret gives what must not be left, for a place
 * @param kept gives a name of the program, which stays
 */
export function plantedPython(secret: (place: string) => string, kept: (place: string) => string): string {
  const attribute = kept('attribute')
  const constant = kept('constant')
  const nodes: PythonNodeSpec[] = [
    { type: 'synthetic', name: '', address: 0, edges: [] },
    { type: 'synthetic', name: '(modules)', address: 8, edges: [['property', kept('module'), 3]] },
    { type: 'synthetic', name: '(threads)', address: 16, edges: [['element', 0, 12]] },
    {
      name: 'module',
      preview: `app.${kept('modulename')}`,
      address: 0x10_0000,
      edges: [
        ['internal', '__dict__', 4],
        ['property', kept('global'), 5],
        ['property', kept('function'), 9],
        ['property', kept('instance'), 10],
      ],
    },
    { name: 'dict', address: 0x10_0100, length: 1, edges: [['property', kept('namespace'), 5]] },
    {
      name: 'dict',
      address: 0x10_0200,
      length: 4,
      edges: [
        ['property', secret('table key'), 6],
        ['property', attribute, 7],
        ['property', constant, 8],
        ['internal', 'key', 6],
      ],
    },
    { type: 'string', name: secret('text'), address: 0x10_0300, flags: 4 },
    { name: 'bytes', preview: `b'${secret('bytes')}'`, address: 0x10_0400, flags: 4 },
    { type: 'number', name: 'int', preview: secret('number'), address: 0x10_0500, flags: 4 },
    {
      type: 'closure',
      name: 'function',
      preview: `app.${kept('qualified')}.<locals>.handler (/srv/app/${kept('file')}.py?${secret('query')}:12)`,
      address: 0x10_0600,
      edges: [
        ['internal', '__code__', 11],
        ['context', kept('cellvar'), 6],
      ],
    },
    {
      name: `app.${kept('class')}`,
      address: 0x10_0700,
      flags: 8,
      edges: [
        ['property', attribute, 6],
        ['property', kept('field'), 8],
        ['weak', 'referent', 5],
      ],
    },
    {
      type: 'code',
      name: 'code',
      preview: `${secret('function name')}!`,
      address: 0x10_0800,
      edges: [['element', 0, 14]],
    },
    {
      type: 'synthetic',
      name: `thread ${secret('thread')} of user (140)`,
      address: 24,
      edges: [['element', 0, 13]],
    },
    {
      type: 'synthetic',
      name: `${kept('frame')} (/srv/app/server.py:41)`,
      address: 32,
      edges: [
        ['property', kept('local'), 6],
        ['property', 'mapping', 15],
      ],
    },
    { type: 'string', name: constant, address: 0x10_0900, flags: 4 },
    // A dict of a class of the program's own.
    {
      name: 'app.Registry',
      address: 0x10_0a00,
      flags: 8,
      length: 1,
      edges: [
        ['internal', '__class__', 3],
        ['property', secret('table key of a class'), 6],
      ],
    },
    { name: `app.made.${secret('class')} by hand`, address: 0x10_0b00, flags: 8 },
    {
      name: 'functools._lru_cache_wrapper',
      address: 0x10_0c00,
      edges: [['internal', 'cache', 18]],
    },
    {
      name: 'dict',
      address: 0x10_0d00,
      length: 1,
      edges: [['property', secret('table key of a cache'), 7]],
    },
  ]
  const root = { ...nodes[0]!, edges: [1, 2, 16, 17].map((to, i) => ['element', i, to] as const) }
  return pythonText([root, ...nodes.slice(1)], {
    argv: ['app.py', secret('argument')],
    threads: [{ id: 1, name: `${secret('thread name')} of user`, daemon: false }],
    memory: { rss: 1, regions: [{ kind: 'file', path: `/data/${secret('mapped')}.db`, rss: 1 }] },
  })
}

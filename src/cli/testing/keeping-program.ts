/** Keeps sessions in a Map, and orders both by their name and far away, and takes three captures of itself. */
export const KEEPING_PROGRAM = `
const { writeHeapSnapshot } = require('node:v8')
class Session { constructor(number) { this.rows = [{ number }, { number }] } }
class Order { constructor(number) { this.title = 'Order of the day ' + number } }
class Lost {}
class FiberNode {
  child = null; sibling = null; alternate = null; stateNode = null; return = null; memoizedState = null
}
class MemLabTaggedStore { taggedObjects = { kept: new WeakSet(), freed: new WeakSet() } }
globalThis.cache = { entries: new Map() }
globalThis.orders = { byName: {}, far: { away: { list: [] } } }
globalThis.store = new MemLabTaggedStore()
globalThis.react = { current: new FiberNode(), containerInfo: {} }
const take = (name) => writeHeapSnapshot(process.argv[1] + '/' + name + '.heapsnapshot')
take('baseline')
for (let i = 0; i < 5; i++) globalThis.cache.entries.set('key ' + i, new Session(i))
for (let i = 0; i < 3; i++) {
  const order = new Order(i)
  globalThis.orders.byName['order' + i] = order
  globalThis.orders.far.away.list.push(order)
}
globalThis.orders.byName.lost = new Lost()
globalThis.old = new FiberNode()
globalThis.react.current.child = new FiberNode()
globalThis.waiting = { stateNode: new FiberNode() }
globalThis.store.taggedObjects.kept.add(globalThis.old)
const tagForNow = () => { globalThis.store.taggedObjects.freed.add({}) }
tagForNow()
globalThis.weakly = new WeakRef(globalThis.orders.byName.lost)
globalThis.flat = 'one text, ' + process.pid + ' and another'
globalThis.part = globalThis.flat.slice(3, 30)
take('target')
take('final')
`

import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Stores } from './open-stores.ts'

/** What is counted, for Prometheus. Labels are route patterns and states, never paths, ids or addresses. */
export class Metrics {
  readonly registry = new Registry()
  readonly requests = this.counter('requests_total', 'Requests answered', ['method', 'route', 'status'])
  readonly received = this.counter('received_bytes_total', 'Bytes received, headers included', ['route'])
  readonly sent = this.counter('sent_bytes_total', 'Bytes sent, headers included', ['route'])
  readonly sweeps = this.counter('sweeps_total', 'Rounds of clearing away', ['result'])
  readonly swept = this.counter('swept_total', 'What was cleared away', ['what'])
  readonly durations = new Histogram({
    name: 'heapscope_request_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300],
    registers: [this.registry],
  })

  /** @param stores asked each time somebody reads the metrics */
  constructor(stores: () => Stores) {
    const totals = async () => await stores().store.totals()
    this.gauge('shares', 'Shares by state', ['state'], async (gauge) => {
      for (const { state, count } of await totals()) gauge.set({ state }, count)
    })
    this.gauge('share_bytes', 'Bytes of shares by state', ['state'], async (gauge) => {
      for (const { state, bytes } of await totals()) gauge.set({ state }, bytes)
    })
    this.gauge('storage_up', 'Whether the database answers', [], async (gauge) => {
      gauge.set(0)
      await stores().store.ready()
      gauge.set(1)
    })
  }

  /** A gauge that is set anew each time it is read. */
  private gauge<Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    collect: (gauge: Gauge<Label>) => Promise<void>,
  ): void {
    new Gauge({
      name: `heapscope_${name}`,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        this.reset()
        // What cannot be known is left out; the rest is still worth reading.
        await collect(this).catch(() => undefined)
      },
    })
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `heapscope_${name}`, help, labelNames, registers: [this.registry] })
  }
}

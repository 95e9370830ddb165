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

  /** @param stores asked each time somebody reads the metrics. @throws StoreUnavailable while they cannot be reached */
  constructor(stores: () => Stores) {
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `heapscope_${name}`, help, labelNames: ['state'], registers: [this.registry] })
    const count = gauge('shares', 'Shares by state')
    const bytes = gauge('share_bytes', 'Bytes of shares by state')
    new Gauge({
      name: 'heapscope_storage_up',
      help: 'Whether the database answers',
      registers: [this.registry],
      async collect() {
        count.reset()
        bytes.reset()
        try {
          for (const total of await stores().store.totals()) {
            count.set({ state: total.state }, total.count)
            bytes.set({ state: total.state }, total.bytes)
          }
          this.set(1)
        } catch {
          this.set(0)
        }
      },
    })
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `heapscope_${name}`, help, labelNames, registers: [this.registry] })
  }
}

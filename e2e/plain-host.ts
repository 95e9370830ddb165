import { test } from '@playwright/test'

/** Makes `plain.example` lead to this machine: a host that pages do not take for it. */
export function withPlainHost(): void {
  test.use({
    launchOptions: async ({ launchOptions }, use) => {
      await use({
        ...launchOptions,
        args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP plain.example 127.0.0.1'],
      })
    },
  })
}

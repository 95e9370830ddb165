const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^\/(?:index\.html)?$/, '/'],
  [/^\/assets\//, '/assets/*'],
  [/^\/samples\//, '/samples/*'],
  [/^\/local\//, '/local/*'],
  [/^\/s\/[^/]*$/, '/s/:id'],
  [/^\/api\/uploads\/[^/]*$/, '/api/uploads/:id'],
  [/^\/api\/local\/[^/]*$/, '/api/local/:id'],
  [/^\/api\/shares\/[^/]*$/, '/api/shares/:id'],
  [/^\/api\/shares\/[^/]*\/content$/, '/api/shares/:id/content'],
]

const FIXED = new Set([
  '/api/config',
  '/api/local',
  '/api/uploads',
  '/embed',
  '/robots.txt',
  '/healthz',
  '/readyz',
  '/metrics',
])

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS'])

/** What logs and metrics call a path: never the path itself, which may name a share, and few different ones. */
export function routeName(path: string): string {
  if (FIXED.has(path)) return path
  return PATTERNS.find(([pattern]) => pattern.test(path))?.[1] ?? '*'
}

export function methodName(method: string): string {
  return METHODS.has(method) ? method : 'other'
}

import type { Problem } from '@core/api'
import { text } from './text'

/** told says what went wrong in words that help: what the server said, or that it was not reached. */
export function told(problem: Problem): string {
  if (problem.status === 0) return text.unreached
  return problem.status >= 500 ? text.busy : problem.message
}

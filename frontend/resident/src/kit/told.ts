import type { Problem } from '@core/api'
import { text } from './text'

/** told says what went wrong in words that help: what the server said, of each field where it named some, or that it was not reached. */
export function told(problem: Problem): string {
  if (problem.status === 0) return text.unreached
  if (problem.status >= 500) return text.busy
  const fields = new Set(Object.values(problem.fields).map(({ message }) => message))
  return [...fields].join(text.and) || problem.message
}

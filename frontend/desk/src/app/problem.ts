import { Problem } from '@core/api'

/** asProblem lets everything that goes wrong be shown alike. */
export const asProblem = (error: unknown) => (error instanceof Problem ? error : new Problem(0, 'program', String(error)))

import type { paths } from './schema'
import { isForm } from './transport'

// The types of a call follow from openapi.json alone; nothing of them is left in what a browser loads.
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O } ? O : never
type PathsWith<M extends Method> = { [P in keyof paths]: [Operation<P, M>] extends [undefined | never] ? never : P }[keyof paths]
type Json<T> = T extends { content: { 'application/json': infer J } } ? J : undefined
type Success<O> = O extends { responses: infer R } ? { [S in keyof R]: S extends 200 | 201 | 202 ? Json<R[S]> : never }[keyof R] : never
type Parameters<O, In extends string> = O extends { parameters: { [K in In]?: infer Q } } ? Q : never
type Body<O> = O extends { requestBody?: infer B } ? (NonNullable<B> extends { content: { 'application/json': infer J } } ? J : never) : never
type Given<K extends string, T> = [T] extends [never] ? object : undefined extends T ? { [k in K]?: T } : { [k in K]: T }

/** Call is what one operation of the API takes. key makes repeats of a POST happen once. */
export type Call<O> = Given<'path', Parameters<O, 'path'>> & Given<'query', Parameters<O, 'query'> | undefined> & Given<'body', Body<O>> & { key?: string }

export interface Request { method: string; url: string; headers: Record<string, string>; body?: unknown }
export interface Reply { status: number; data: unknown }
export type Transport = (request: Request) => Promise<Reply>

/** FieldProblem says what is wrong with one field, by code and in the reader's language. */
export interface FieldProblem { code: string; message: string }

/** Deed is what somebody else did to a thing in the meantime; by is the part that they have in it. */
export interface Deed { event: string; by: string; at: string }

/** Problem is an error of the API (RFC 9457). Status 0 means that the server was not reached. */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, message: string,
    readonly fields: Record<string, FieldProblem> = {}, readonly requestId = '', readonly since: Deed[] = []) {
    super(message)
    this.name = 'Problem'
  }

  /** Whether the same request may succeed later without a change. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500 || this.code === 'idempotency.in_progress'
  }
}

export interface ApiOptions {
  base: string
  transport: Transport
  headers: () => Record<string, string>
}

/** createApi makes the one function through which screens ask the server. It throws a Problem for every reply that is no success. */
export function createApi(options: ApiOptions) {
  return async function api<M extends Method, P extends PathsWith<M>>(method: M, path: P, call: Call<Operation<P, M>>): Promise<Success<Operation<P, M>>> {
    const reply = await options.transport(request(options, method, String(path), call as Loose))
    if (reply.status >= 200 && reply.status < 300) return reply.data as Success<Operation<P, M>>
    throw problemOf(reply)
  }
}

export type Api = ReturnType<typeof createApi>

interface Loose { path?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown; key?: string }

function request(options: ApiOptions, method: string, path: string, call: Loose): Request {
  const url = options.base + path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(call.path?.[name])))
  const query = Object.entries(call.query ?? {}).filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`).join('&')
  const headers: Record<string, string> = { ...options.headers() }
  if (method !== 'get' && call.body !== undefined && !isForm(call.body)) headers['content-type'] = 'application/json'
  if (call.key) headers['idempotency-key'] = call.key
  return { method: method.toUpperCase(), url: query ? `${url}?${query}` : url, headers, body: call.body }
}

/** problemOf reads a reply that is no success, also one that a proxy made. */
export function problemOf(reply: Reply): Problem {
  const told = (reply.data ?? {}) as { code?: string; title?: string; fields?: Record<string, FieldProblem>; request_id?: string; since?: Deed[] }
  return new Problem(reply.status, told.code ?? 'http', told.title ?? `HTTP ${reply.status}`, told.fields, told.request_id, told.since)
}

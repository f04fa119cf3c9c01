import { ref } from 'vue'

/** ended is whether a session that was at work has ended, so that the login stands before the page; what the page holds stays. */
export const ended = ref(false)

let working = false // whether anybody was logged in since the page was opened
let waiting: ((yes: boolean) => void)[] = []

/** worked says that somebody is logged in. */
export function worked(): void {
  working = true
  answer(true)
}

/** left says that whoever was logged in logged out. */
export function left(): void {
  working = false
  answer(false)
}

/** again asks to log in once more in place; false when nobody was logged in before, or nobody does. */
export function again(): Promise<boolean> {
  if (!working) return Promise.resolve(false)
  ended.value = true
  return new Promise((told) => waiting.push(told))
}

let doubted: () => void = () => undefined

/** onDoubt tells whom to ask when the server refuses somebody what their seats should let them do: the seats may have changed. */
export const onDoubt = (ask: () => void) => { doubted = ask }
export const doubt = () => doubted()

function answer(yes: boolean): void {
  ended.value = false
  const asked = waiting
  waiting = []
  for (const told of asked) told(yes)
}

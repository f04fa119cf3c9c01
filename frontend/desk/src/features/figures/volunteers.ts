import { reactive } from 'vue'
import { api } from '@app/api'

/** useVolunteers gives the masked names of volunteers, each asked for once. */
export function useVolunteers(): (id: string) => string {
  const names = reactive<Record<string, string>>({})
  return (id) => {
    if (names[id] === undefined) {
      names[id] = ''
      void api('get', '/volunteers/{id}', { path: { id } }).then((one) => { names[id] = `${one.name} ${one.number}` }, () => { names[id] = '—' })
    }
    return names[id]
  }
}

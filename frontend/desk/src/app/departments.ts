import { shallowRef } from 'vue'
import { api } from './api'

/** departments are those to which the asker may refer orders, once they were asked for. */
export const departments = shallowRef<string[]>()

/** readDepartments asks each time: seats begin and end. */
export async function readDepartments(): Promise<void> {
  departments.value = (await api('get', '/departments', {})).items.map((one) => one.name)
}

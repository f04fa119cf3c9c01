import { ElMessage } from 'element-plus/es/components/message/index.mjs'
import 'element-plus/es/components/message/style/css'
import { h } from 'vue'
import { common } from '@app/words'

/** told says in passing that something went well. */
export const told = (message: string) => ElMessage({ message, type: 'success', grouping: true })

/** warned says in passing that something did not. */
export const warned = (message: string) => ElMessage({ message, type: 'warning', grouping: true, duration: 6_000 })

const standing = 10_000 // ms in which an act can be taken back

let undo: (() => void) | undefined

/** takeBack takes back what was done last, while the word about it stands. */
export const takeBack = () => undo?.()

/** undoable says in passing that something went well, with a button that takes it back where it can be. */
export function undoable(message: string, back: (() => Promise<unknown>) | undefined): void {
  if (!back) return void told(message)
  const take = () => {
    word.close()
    back().then(() => told(common.undone), (problem: Error) => warned(problem.message))
  }
  const button = () => h('button', { type: 'button', class: 'undo', title: 'z', onClick: take }, common.undo)
  const word = ElMessage({ message: () => h('span', [message, ' ', button()]), type: 'success', duration: standing, onClose: () => { if (undo === take) undo = undefined } })
  undo = take
}

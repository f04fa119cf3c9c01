import { ElMessage } from 'element-plus/es/components/message/index.mjs'
import 'element-plus/es/components/message/style/css'

/** told says in passing that something went well. */
export const told = (message: string) => ElMessage({ message, type: 'success', grouping: true })

/** warned says in passing that something did not. */
export const warned = (message: string) => ElMessage({ message, type: 'warning', grouping: true, duration: 6_000 })

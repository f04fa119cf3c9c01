import { ElDialog } from 'element-plus'
import { createApp } from 'vue'
import 'element-plus/theme-chalk/dark/css-vars.css'
import './styles.css'
import App from './App.vue'
import { onDoubt } from '@app/again'
import { press } from '@app/keys'
import { hear, start } from '@app/live'
import { router } from '@app/router'
import { me, refresh } from '@app/session'
import { learnSite } from '@app/site'

// The header of a dialog would be a second banner of the page, were it in no section.
(ElDialog as unknown as { props: { appendTo: { default: string } } }).props.appendTo.default = '#dialogs'

document.addEventListener('keydown', press)
start()
onDoubt(() => void refresh())
hear((change) => { if (change.kind === 'reset') void refresh() })
void Promise.all([refresh().catch(() => { me.value = null }), learnSite()]).then(() => createApp(App).use(router).mount('#app'))

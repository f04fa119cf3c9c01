import type { components } from '@core/schema'

export type Org = components['schemas']['OrgView']
export type Centre = components['schemas']['CentreView']
export type Act = 'found' | 'rename' | 'end' | 'appoint' | 'dismiss'

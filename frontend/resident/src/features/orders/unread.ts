import { api } from '@app/api'

/** unreadOrders are the orders about which there are notices that I have not read. Marks are a help: without them, lists are still whole. */
export async function unreadOrders(): Promise<Set<string>> {
  const found = await unread().catch(() => [])
  return new Set(found.map((notice) => notice.order_id).filter((id): id is string => Boolean(id)))
}

/** readAbout marks the notices of one order as read, once the order itself was seen. */
export async function readAbout(order: string): Promise<void> {
  const ids = (await unread()).filter((notice) => notice.order_id === order).map((notice) => notice.id)
  if (ids.length) await api('post', '/notices/read', { body: { ids } })
}

const unread = async () => (await api('get', '/notices', { query: { unread: true, limit: 100 } })).items

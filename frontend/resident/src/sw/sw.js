/* global files, version: build.mjs writes them before this text. files are all files of the build, version names their contents. */
const shell = './'
const lost = 'static/offline.html'
const mine = `shell-${version}`

/** A new version takes what it needs and waits until all pages of the old one are closed: no page ever mixes two versions. */
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(mine).then((cache) => cache.addAll([shell, ...files].map((path) => new Request(path, { cache: 'no-cache' })))))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('shell-') && name !== mine).map((name) => caches.delete(name)))))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const path = new URL(request.url).pathname
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin || path.startsWith('/api/')) return
  if (request.mode === 'navigate') event.respondWith(page(request, path))
  else if (files.some((file) => path === `/${file}`)) event.respondWith(kept(request))
})

/** page asks the network first, so that nobody is shown an old shell while a new one is in reach. */
async function page(request, path) {
  try {
    const reply = await fetch(request)
    if (reply.status < 500 || path !== '/') return reply
  } catch { /* without a network, what was kept answers */ }
  const cache = await caches.open(mine)
  return (path === '/' && await cache.match(shell, { ignoreVary: true })) || await cache.match(lost, { ignoreVary: true }) || Response.error()
}

/** kept answers with this version's own copy. */
async function kept(request) {
  const cache = await caches.open(mine)
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request)
}

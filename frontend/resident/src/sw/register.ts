/** register lets a browser keep the app for bad networks; only what was built for use, after the page itself is there. */
export function register(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const start = () => void navigator.serviceWorker.register('./sw.js', { updateViaCache: 'none' }).catch(() => undefined)
  if (document.readyState === 'complete') start()
  else addEventListener('load', start, { once: true })
}

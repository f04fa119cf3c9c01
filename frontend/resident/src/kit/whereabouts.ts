import { onWeb } from '@app/platform'

const patience = 10_000 // ms

/** whereabouts tells where the device is, in WGS-84 degrees; nothing when the person or the device refuses. */
export function whereabouts(): Promise<{ lat: number; lng: number } | undefined> {
  return new Promise((resolve) => {
    if (!onWeb) {
      uni.getLocation({ type: 'wgs84', isHighAccuracy: true, success: (at) => resolve({ lat: at.latitude, lng: at.longitude }), fail: () => resolve(undefined) })
    } else if (navigator.geolocation) {
      navigator.geolocation.getCurrentPosition(({ coords }) => resolve({ lat: coords.latitude, lng: coords.longitude }), () => resolve(undefined),
        { enableHighAccuracy: true, timeout: patience, maximumAge: 30_000 })
    } else {
      resolve(undefined)
    }
  })
}

import { onWeb } from '@app/platform'

export interface Position { lat: number; lng: number }

const patience = 15_000 // ms

/** position tells where the device is, in degrees of WGS 84. It throws when that is refused or cannot be found. */
export function position(): Promise<Position> {
  return new Promise((resolve, reject) => {
    if (onWeb) {
      navigator.geolocation.getCurrentPosition(({ coords }) => resolve({ lat: coords.latitude, lng: coords.longitude }), reject,
        { timeout: patience, enableHighAccuracy: true })
    } else {
      uni.getLocation({ type: 'wgs84', success: ({ latitude, longitude }) => resolve({ lat: latitude, lng: longitude }), fail: reject })
    }
  })
}

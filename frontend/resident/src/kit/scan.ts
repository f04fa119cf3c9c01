import { onWeb } from '@app/platform'

const pace = 250 // ms between two looks at the camera's picture

interface Detector { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }

const detectorOf = () => (globalThis as { BarcodeDetector?: new (options: { formats: string[] }) => Detector }).BarcodeDetector

/** canScan tells whether this device reads QR codes by itself. */
export const canScan = () => !onWeb || Boolean(detectorOf() && navigator.mediaDevices)

/** digitsOf finds the one six-digit code in what was scanned or pasted, or gives nothing. */
export function digitsOf(scanned: string): string {
  const found = (scanned.match(/\d+/g) ?? []).filter((digits) => digits.length === 6)
  return found.length === 1 ? found[0] : ''
}

/** scan asks a mini-program for one QR code; nothing when the person leaves it. */
export const scan = () => new Promise<string>((resolve) => {
  uni.scanCode({ onlyFromCamera: true, scanType: ['qrCode'], success: ({ result }) => resolve(result), fail: () => resolve('') })
})

/** watchCamera shows the camera in a video element of the page and calls for each QR code it sees, until the result is called. It throws when the camera is refused. */
export async function watchCamera(video: HTMLVideoElement, seen: (scanned: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  const detector = new (detectorOf()!)({ formats: ['qr_code'] })
  video.srcObject = stream
  await video.play()
  const timer = setInterval(() => void detector.detect(video).then((codes) => codes.forEach((code) => seen(code.rawValue)), () => undefined), pace)
  return () => {
    clearInterval(timer)
    stream.getTracks().forEach((track) => track.stop())
  }
}

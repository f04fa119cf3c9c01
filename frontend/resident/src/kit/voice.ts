import { onWeb } from '@app/platform'

/** Voice is what was recorded. */
export interface Voice { local: Blob | string; seconds: number }

/** Recording runs until it is stopped, or until its longest time is over. */
export interface Recording { stop(): void; done: Promise<Voice> }

export const longest = 60 // seconds

// Encoders fill up the last frames: what is cut a little earlier never counts as too long.
const cut = longest * 1000 - 400

/** record starts to record. It throws when the device has no microphone or the person refuses it. */
export const record = (): Promise<Recording> => (onWeb ? inBrowser() : inMiniProgram())

const kinds = ['audio/webm;codecs=opus', 'audio/mp4']

async function inBrowser(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const recorder = new MediaRecorder(stream, { mimeType: kinds.find((kind) => MediaRecorder.isTypeSupported(kind)), audioBitsPerSecond: 32_000 })
  const pieces: Blob[] = []
  const begun = Date.now()
  const stop = () => { if (recorder.state !== 'inactive') recorder.stop() }
  const timer = setTimeout(stop, cut)
  const done = new Promise<Voice>((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => pieces.push(data)
    recorder.onerror = reject
    recorder.onstop = () => {
      clearTimeout(timer)
      stream.getTracks().forEach((track) => track.stop())
      resolve({ local: new Blob(pieces, { type: recorder.mimeType }), seconds: secondsSince(begun) })
    }
  })
  recorder.start()
  return { stop, done }
}

function inMiniProgram(): Promise<Recording> {
  const recorder = uni.getRecorderManager()
  return new Promise((resolve, reject) => {
    const begun = Date.now()
    const done = new Promise<Voice>((give, fail) => {
      recorder.onStop(({ tempFilePath }) => give({ local: tempFilePath, seconds: secondsSince(begun) }))
      recorder.onError((error) => { fail(error); reject(error) })
    })
    recorder.onStart(() => resolve({ stop: () => recorder.stop(), done }))
    recorder.start({ duration: cut, format: 'mp3', sampleRate: 16_000, numberOfChannels: 1, encodeBitRate: 48_000 })
  })
}

const secondsSince = (begun: number) => Math.min(longest, Math.max(1, Math.round((Date.now() - begun) / 1000)))

/** play plays a voice once; its result stops it. */
export function play(link: string, ended: () => void): () => void {
  if (onWeb) {
    const audio = new Audio(link)
    audio.onended = audio.onerror = ended
    audio.play().catch(ended)
    return () => audio.pause()
  }
  const audio = uni.createInnerAudioContext()
  audio.src = link
  audio.onEnded(ended)
  audio.onError(ended)
  audio.play()
  return () => audio.destroy()
}

let context: AudioContext | undefined

const pitch = 660 // Hz
const loud = 0.04 // of full volume
const lasts = 0.35 // seconds

/** chime sounds quietly, once. A browser in which nobody has touched the page yet stays silent until somebody does. */
export async function chime(): Promise<void> {
  if (navigator.userActivation?.hasBeenActive === false) return
  context ??= new AudioContext()
  await context.resume()
  const tone = new OscillatorNode(context, { frequency: pitch })
  const volume = new GainNode(context, { gain: loud })
  volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + lasts)
  tone.connect(volume).connect(context.destination)
  tone.start()
  tone.stop(context.currentTime + lasts)
}

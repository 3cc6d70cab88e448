/** Two short tones, the second higher for up and lower for down; quiet enough for an office. */
const TONES = { up: [660, 880], down: [660, 495], none: [660, 660] } as const
const TONE_S = 0.12
const LOUDNESS = 0.08

let context: AudioContext | null = null

/** Sounds an alert; a browser that allows no sound before the first click stays silent. */
export function playTones(way: 'up' | 'down' | null): void {
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume()
  const startS = context.currentTime
  for (const [index, hertz] of TONES[way ?? 'none'].entries()) {
    const tone = context.createOscillator()
    const volume = context.createGain()
    const atS = startS + index * TONE_S * 1.2
    tone.frequency.value = hertz
    // Without a slope the tone would begin and end with a click.
    volume.gain.setValueAtTime(0, atS)
    volume.gain.linearRampToValueAtTime(LOUDNESS, atS + 0.01)
    volume.gain.linearRampToValueAtTime(0, atS + TONE_S)
    tone.connect(volume).connect(context.destination)
    tone.start(atS)
    tone.stop(atS + TONE_S)
  }
}

let daysBehind = () => 0

/** follow tells from where it is read, at each use, by how many days the clock of a simulated city is behind. */
export function follow(source: () => number): void {
  daysBehind = source
}

/** cityNow is the moment by the city's clock, in ms; Date.now() is that of this device, by which sessions and drafts live. */
export const cityNow = (): number => Date.now() - daysBehind() * 86_400_000

import { onWeb } from '@app/platform'

/** Format is what the first bytes of a file say it is, whatever its name. */
export type Format = 'jpeg' | 'png' | 'webp' | 'gif' | 'heic' | 'unknown'

export interface Size { width: number; height: number }

const longest = 1920 // pixels, as sent; enough to read a meter or a letter
const light = 1_000_000 // bytes: what is below goes as it is
const quality = 0.82

/** Refusal tells why a picture cannot be sent, as the name of a text. */
export class Refusal extends Error {
  constructor(readonly why: 'heic' | 'notPicture' | 'tooLarge') { super(why) }
}

/** formatOf reads the first 12 bytes of a file. */
export function formatOf(head: Uint8Array): Format {
  const ascii = String.fromCharCode(...head.slice(0, 12))
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg'
  if (ascii.startsWith('\x89PNG')) return 'png'
  if (ascii.startsWith('RIFF') && ascii.slice(8) === 'WEBP') return 'webp'
  if (ascii.startsWith('GIF8')) return 'gif'
  if (ascii.slice(4, 8) === 'ftyp' && /^(hei|hev|mif1|msf1)/.test(ascii.slice(8))) return 'heic'
  return 'unknown'
}

/** fitted makes a size no longer than a side allows, and never larger than it was. */
export function fitted({ width, height }: Size, side = longest): Size {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** fine tells whether a picture may go as it is. */
export const fine = (format: Format, bytes: number, size: Size) =>
  (format === 'jpeg' || format === 'png' || format === 'webp') && bytes <= light && Math.max(size.width, size.height) <= longest

/** compress makes a picked picture small enough for a slow network. It throws a Refusal when the device cannot open it. */
export const compress = (picked: Blob | string): Promise<Blob | string> =>
  (onWeb ? inBrowser(picked as Blob) : inMiniProgram(picked as string))

async function inBrowser(picked: Blob): Promise<Blob> {
  const format = formatOf(new Uint8Array(await picked.slice(0, 12).arrayBuffer()))
  const link = URL.createObjectURL(picked)
  try {
    const image = await decoded(link, format)
    const size = { width: image.naturalWidth, height: image.naturalHeight }
    return fine(format, picked.size, size) ? picked : await drawn(image, fitted(size))
  } finally {
    URL.revokeObjectURL(link)
  }
}

// An <img> turns a picture the way its EXIF says, and its natural size is the turned one.
async function decoded(link: string, format: Format): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = link
  try {
    await image.decode()
  } catch {
    throw new Refusal(format === 'heic' ? 'heic' : format === 'unknown' ? 'notPicture' : 'tooLarge')
  }
  return image
}

async function drawn(image: HTMLImageElement, { width, height }: Size): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (!pen) throw new Refusal('tooLarge')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(image, 0, 0, width, height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  canvas.width = 0 // gives the memory back at once on iPhones
  if (!blob) throw new Refusal('tooLarge')
  return blob
}

function inMiniProgram(picked: string): Promise<string> {
  return new Promise((resolve, reject) => uni.compressImage({
    src: picked, quality: quality * 100, compressedWidth: longest,
    success: ({ tempFilePath }) => resolve(tempFilePath), fail: () => reject(new Refusal('notPicture')),
  }))
}

/** pick lets the person choose pictures, at most so many; none when they change their mind. */
export function pick(most: number): Promise<(Blob | string)[]> {
  return onWeb ? pickInBrowser() : pickInMiniProgram(most)
}

function pickInBrowser(): Promise<Blob[]> {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: 'image/*', multiple: true, hidden: true })
  document.body.append(input) // Safari forgets one that stands nowhere
  return new Promise<Blob[]>((resolve) => {
    input.onchange = () => resolve([...input.files ?? []])
    input.oncancel = () => resolve([])
    input.click()
  }).finally(() => input.remove())
}

function pickInMiniProgram(most: number): Promise<string[]> {
  return new Promise((resolve) => uni.chooseImage({
    count: most, sizeType: ['compressed'], success: ({ tempFilePaths }) => resolve(tempFilePaths as string[]), fail: () => resolve([]),
  }))
}

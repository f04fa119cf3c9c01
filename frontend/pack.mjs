// node pack.mjs FROM TO: puts a built front end where the binary embeds it, each file that shrinks also as .gz.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const [from, to] = process.argv.slice(2)
const worthwhile = 0.9

for (const name of readdirSync(to)) if (name !== '.keep') rmSync(join(to, name), { recursive: true })
mkdirSync(to, { recursive: true })
cpSync(from, to, { recursive: true })

for (const name of readdirSync(to, { recursive: true })) {
  const file = join(to, name)
  if (!statSync(file).isFile() || name === '.keep') continue
  const plain = readFileSync(file)
  const packed = gzipSync(plain, { level: 9 })
  if (packed.length < plain.length * worthwhile) writeFileSync(`${file}.gz`, packed)
}

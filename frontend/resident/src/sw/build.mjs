// node src/sw/build.mjs BUILD: writes sw.js into a build for the web, told which files the build is made of.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const build = process.argv[2]
const worker = 'sw.js'

const all = readdirSync(build, { recursive: true }).map((name) => name.split('\\').join('/'))
  .filter((name) => name !== worker && statSync(join(build, name)).isFile()).sort()
const hash = createHash('sha256')
const text = readFileSync(join(dirname(fileURLToPath(import.meta.url)), worker), 'utf8')
for (const name of all) hash.update(name).update(readFileSync(join(build, name)))
hash.update(text)

const files = all.filter((name) => name !== 'index.html') // it is kept under its address, ./
writeFileSync(join(build, worker), `const version = '${hash.digest('hex').slice(0, 16)}'\nconst files = ${JSON.stringify(files)}\n${text}`)

// Plays one visit to one page in this process: node visit.cjs NAME, with what it needs as JSON on standard input; prints what came of it.
const { readFileSync } = require('node:fs')
const visits = require('./visits.cjs')
const { open } = require('./simulator.cjs')

const given = JSON.parse(readFileSync(0, 'utf8'))
const visit = visits[process.argv[2]]
const log = console.log
console.log = console.error

async function main() {
  const page = await open(given.build, visit.page, given.query ?? {}, given)
  const found = await visit.play(page, given)
  log(JSON.stringify({ found, calls: page.calls, storage: given.storage }))
}

main().then(() => process.exit(0), (error) => {
  console.error(error)
  process.exit(1)
})

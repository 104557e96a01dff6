// Parses every .feature below a folder with the official Gherkin parser; exits 1 where one does not parse.
const fs = require('fs')
const path = require('path')
const { Parser, AstBuilder, GherkinClassicTokenMatcher } = require('@cucumber/gherkin')
const { IdGenerator } = require('@cucumber/messages')

const features = fs.readdirSync(process.argv[2], { recursive: true }).filter(f => f.endsWith('.feature')).sort()
let wrong = 0
for (const feature of features) {
  const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher())
  try {
    parser.parse(fs.readFileSync(path.join(process.argv[2], feature), 'utf8'))
  } catch (error) {
    wrong++
    console.error(`${feature}: ${error.message}`)
  }
}
console.log(`${features.length} features read, ${wrong} wrong`)
process.exit(wrong === 0 && features.length > 0 ? 0 : 1)

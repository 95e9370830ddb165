// Compiles the number kernel from AssemblyScript. `npm run kernel` writes it beside its source (`-- --print` only
// prints it), where it is committed so that neither building nor testing anything else needs the compiler; a test checks that the two belong together.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import asc from 'assemblyscript/asc'

const FOLDER = new URL('../src/engine/format/kernel/', import.meta.url)
const OUTPUT = new URL('numbers.wasm.ts', FOLDER)

/** @returns null where there is no such file: the compiler asks for several names */
function readSource(name) {
  const url = new URL(`assembly/${name}`, FOLDER)
  return existsSync(url) ? readFileSync(url, 'utf8') : null
}

/** @returns the text of the module that holds the compiled kernel */
async function compileKernel() {
  let binary
  const problems = []
  const { error } = await asc.main(
    [
      'kernel.ts',
      '-O3',
      '--runtime',
      'stub',
      '--noAssert',
      '--enable',
      'simd',
      '--initialMemory',
      '14',
      '--maximumMemory',
      '14',
      '-o',
      'kernel.wasm',
    ],
    {
      readFile: readSource,
      writeFile: (_, data) => {
        binary = data
      },
      listFiles: () => [],
      stderr: { write: (text) => problems.push(text) },
    },
  )
  if (error) throw new Error(`The kernel does not compile: ${problems.join('')}`, { cause: error })
  const text = Buffer.from(binary).toString('base64')
  return `/** \`assembly\` compiled; \`npm run kernel\` writes this file. Base64. */\nexport const NUMBERS_WASM =\n  '${text}'\n`
}

const text = await compileKernel()
if (process.argv.includes('--print')) process.stdout.write(text)
else writeFileSync(OUTPUT, text)

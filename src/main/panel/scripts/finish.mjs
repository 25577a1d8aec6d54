// After Vite: the budget, the compressed forms, the list that the product reads, the licences.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { runnerImport } from 'vite';

const BUDGET = 350_000;
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const COMPRESSED = ['.css', '.js', '.json', '.svg', '.wasm'];
// The first parts of the product's other paths.
const TAKEN = ['admin', 'api', 'assets', 'files', 'health', 'metrics', 's', 'share'];

const gzip = (content) => gzipSync(content, { level: 9 });
const brotli = (content) =>
  brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });

/** What a browser loads before the first page shows: the panel's entry, what it imports, their styles. */
function firstLoad(manifest) {
  const found = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (found.has(chunk.file)) return;
    found.add(chunk.file);
    for (const style of chunk.css ?? []) found.add(style);
    for (const other of chunk.imports ?? []) visit(other);
  };
  visit('index.html');
  return [...found];
}

function checkBudget(bundle) {
  const manifest = JSON.parse(readFileSync(join(bundle, 'manifest.json'), 'utf8'));
  const first = firstLoad(manifest).map((file) => {
    const content = readFileSync(join(bundle, file));
    return { file, gzip: gzip(content).length, brotli: brotli(content).length };
  });
  const sum = (form) => first.reduce((all, one) => all + one[form], 0);
  const kilo = (bytes) => (bytes / 1000).toFixed(1);
  // Browsers take brotli over https alone, so that gzip is what counts.
  console.log(
    `panel: first load ${kilo(sum('gzip'))} kB by gzip, ${kilo(sum('brotli'))} kB by brotli, of ${kilo(BUDGET)} kB; ${first.length} files`,
  );
  if (sum('gzip') >= BUDGET) {
    for (const one of first) console.error(`  ${kilo(one.gzip)} kB ${one.file}`);
    throw new Error('panel: the first load is over its budget; import what is large by import()');
  }
}

/** The paths of all pages, as the list of pages names them. */
async function pagePaths(panel) {
  const { module } = await runnerImport(join(panel, 'src/pages/list.ts'), {
    root: panel,
    configFile: false,
    logLevel: 'error',
    // The pages are only read here, without their styles and pictures.
    plugins: [
      {
        name: 'no-styles',
        enforce: 'pre',
        resolveId: (id) => (/\.(css|svg|png|webp)$/.test(id) ? '\0nothing' : null),
        load: (id) => (id === '\0nothing' ? 'export default {}' : null),
      },
    ],
  });
  return module.pages.map((page) => page.options.path);
}

/** The first parts of the paths, at which the product serves the panel. */
function firstParts(paths) {
  const parts = paths.map((path) => path.split('/')[1]);
  for (const part of parts) {
    if (!/^[a-z][a-z-]*$/.test(part) || TAKEN.includes(part)) {
      throw new Error(`panel: a page cannot be at /${part}: the first part is a word that no other route has`);
    }
  }
  return [...new Set(parts)].sort();
}

function assets(bundle) {
  const folder = join(bundle, 'assets');
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const type = TYPES[extname(name)];
      if (type === undefined) throw new Error(`panel: no content type is known for ${name}`);
      const encodings = [];
      if (COMPRESSED.includes(extname(name))) {
        const content = readFileSync(join(folder, name));
        for (const [encoding, packed] of [['br', brotli(content)], ['gzip', gzip(content)]]) {
          if (packed.length < content.length) {
            writeFileSync(join(folder, `${name}.${encoding}`), packed);
            encodings.push(encoding);
          }
        }
      }
      return { name, type, encodings };
    });
}

/** The licences of all packages that may be in the bundle. */
function licences(panel) {
  const { packages } = JSON.parse(readFileSync(join(panel, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.optional && existsSync(join(panel, path)))
    .map(([path, entry]) => {
      const folder = join(panel, path);
      // Also of what a package has bundled itself.
      const text = readdirSync(folder)
        .filter((name) => /^(licen[cs]e|notice)|-es-bundle\.js\.license/i.test(name))
        .sort()
        .map((name) => readFileSync(join(folder, name), 'utf8').trim())
        .join('\n\n');
      return `${path.replace(/^.*node_modules\//, '')} ${entry.version} (${entry.license})\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(72)}\n\n`);
}

export async function finish(panel, bundle, served) {
  checkBudget(bundle);
  const paths = await pagePaths(panel);
  // The product reads pages and assets; tests walk the paths.
  const list = { pages: firstParts(paths), paths: ['/', ...paths], assets: assets(bundle) };
  writeFileSync(join(bundle, 'THIRD-PARTY.txt'), licences(panel));
  rmSync(join(bundle, 'manifest.json'));
  rmSync(served, { recursive: true, force: true });
  cpSync(bundle, served, { recursive: true });
  writeFileSync(join(served, 'files.json'), JSON.stringify(list, null, 1));
}

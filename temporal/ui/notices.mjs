// Collects the licence texts of every installed package into build/third-party-notices.txt, for whoever passes the build on.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const separator = `\n${'='.repeat(80)}\n`;

const notice = ([folder, { version }]) => {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|notice|copying)/i.test(name));
  const license = typeof manifest.license === 'object' ? manifest.license.type : (manifest.license ?? 'see its text');
  const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : 'No licence text in the package.';
  return `${manifest.name} ${version}\nLicence: ${license}\n\n${text}\n`;
};

const installed = Object.entries(lock.packages).filter(([folder, entry]) => {
  if (folder === '') return false;
  try {
    readdirSync(folder);
    return true;
  } catch {
    if (entry.optional) return false;
    throw new Error(`${folder} is in the lock file and not installed: run npm ci first`);
  }
});
writeFileSync('build/third-party-notices.txt', installed.map(notice).join(separator));
console.log(`third-party-notices.txt: ${installed.length} packages`);

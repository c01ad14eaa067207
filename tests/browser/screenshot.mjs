// Takes a picture of a page.
//   node screenshot.mjs <browser> terminal <file.html> <picture.png>
//   node screenshot.mjs <browser> dashboard <relay> <picture.png>

import { chromium } from 'playwright-core';
import { pathToFileURL } from 'node:url';

const [executablePath, kind, address, picture] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-proxy-server'] });
try {
  const context = await browser.newContext({ viewport: { width: 960, height: 700 }, deviceScaleFactor: kind === 'terminal' ? 1.5 : 1.25, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  if (kind === 'terminal') {
    await page.goto(pathToFileURL(address).href);
    await page.locator('main').screenshot({ path: picture, omitBackground: true });
  } else {
    // A relay that was started just now has one day; the days before it are a sample, as the counts are. The dates are
    // always the same, so that the picture changes only when the page does.
    const today = Date.UTC(2026, 10, 20), day = 86_400_000;
    await page.route('**/api/usage*', async route => {
      const response = await route.fetch();
      const usage = await response.json();
      for (const points of [usage.installations.points, usage.runs.points]) {
        const last = points.at(-1).value;
        points.forEach((point, at) => { point.time = new Date(today - (points.length - 1 - at) * day).toISOString(); });
        points.slice(0, -1).forEach((point, at) => {
          const weekend = [0, 6].includes(new Date(point.time).getUTCDay());
          point.value = Math.round(last * (0.3 + 0.68 * at / points.length) * (weekend ? 0.6 : 0.92 + 0.08 * Math.sin(at * 2.4)));
        });
      }
      usage.generated = new Date(today + day / 2).toISOString();
      await route.fulfill({ response, json: usage });
    });
    await page.goto(`${address}/?window=month`);
    await page.waitForFunction(() => document.getElementById('status').textContent !== 'Loading…');
    await page.waitForTimeout(1000); // the line is drawn in
    await page.screenshot({ path: picture, clip: { x: 0, y: 0, width: 960, height: 890 }, fullPage: true });
  }
} finally {
  await browser.close();
}

// Looks at the relay's page as its user does. Prints one JSON object: for each promise null, or what broke it.
//   node page.mjs <browser> <relay> <folder for screenshots> empty|full

import { chromium } from 'playwright-core';
import assert from 'node:assert/strict';
import path from 'node:path';

const [executablePath, relay, folder, phase] = process.argv.slice(2);
const results = {};
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-proxy-server'] });

// A page with its promises to keep: it asks nobody else, and the browser finds nothing wrong with it.
async function visit(query, options, look) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 800 }, ...options });
  const page = await context.newPage();
  const asked = [], complaints = [];
  page.on('request', request => asked.push(request.url()));
  page.on('console', message => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(String(error)));
  try {
    await page.goto(`${relay}/${query}`);
    await page.waitForFunction(() => document.getElementById('status').textContent !== 'Loading…');
    await look(page);
    assert.deepEqual(asked.filter(url => !url.startsWith(`${relay}/`) && !url.startsWith('data:')), [], 'asked somebody else');
    assert.deepEqual(complaints, [], 'the browser complained');
  } finally {
    await context.close();
  }
}

async function promise(name, query, options, look) {
  try {
    await visit(query, options, look);
    results[name] = null;
  } catch (error) {
    results[name] = error.message;
  }
}

const texts = (page, selector) => page.locator(selector).allTextContents();
const shot = (page, name) => page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
const figures = async page => Object.fromEntries(await page.locator('#figures > div').evaluateAll(
  all => all.map(one => [one.querySelector('dt').textContent, one.querySelector('dd').firstChild.textContent])));
const press = async (page, label) => {
  const answered = page.waitForResponse(response => response.url().includes('/api/usage'));
  await page.getByLabel(label, { exact: true }).check();
  await answered;
  await page.waitForTimeout(100);
};

if (phase === 'empty') {
  await promise('an empty relay says how to send it its first count', '', {}, async page => {
    assert.ok(await page.getByText('Nothing was counted here yet').isVisible());
    assert.ok(!await page.locator('#content').isVisible());
    assert.match(await page.locator('#first').textContent(), new RegExp(`Enable-PaceTelemetry -Upload -Endpoint ${relay}/telemetry\nSend-PaceTelemetry`));
    await shot(page, 'empty');
  });
} else {
  await promise('shows the numbers that were sent', '', {}, async page => {
    assert.deepEqual(await figures(page), { Installations: '12', Runs: '1\u202f308', Failed: '5.5 %', Stopped: '0.9 %' });
    assert.deepEqual((await texts(page, '#commands .name')).slice(0, 3), ['Get-PaceDataPolicy', 'Set-PaceDataPolicy', 'pace list tables']);
    assert.match((await texts(page, '#commands .numbers'))[1], /^120 58 % ✕$/);
    assert.deepEqual(await texts(page, '#versions .name'), ['0.1', '0.2']);
    assert.deepEqual(await texts(page, '#systems .name'), ['linux', 'windows']);
    await shot(page, 'light');
  });

  await promise('draws the line of installations', '', {}, async page => {
    const colours = await page.locator('#installations').evaluate(canvas => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const found = new Set();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) found.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
      return [...found];
    });
    assert.ok(colours.includes('47,111,179'), `no line among ${colours.length} colours`);
  });

  await promise('filters by client and time, and keeps that in its address', '', {}, async page => {
    await press(page, 'CLI');
    assert.deepEqual(await texts(page, '#commands .name'), ['pace list tables']);
    await press(page, 'Month');
    assert.match(page.url(), /window=month&client=cli$/);
    await page.reload();
    await page.waitForSelector('#commands li');
    assert.deepEqual(await texts(page, '#commands .name'), ['pace list tables']);
    assert.equal((await page.locator('#installations').getAttribute('aria-label')).includes('by day'), true);
    await press(page, 'Day');
    assert.equal((await page.locator('#installations').getAttribute('aria-label')).includes('by hour'), true);
  });

  await promise('sorts by failure rate', '', {}, async page => {
    await page.getByRole('button', { name: 'By failure rate' }).click();
    assert.equal((await texts(page, '#commands .name'))[0], 'Set-PaceDataPolicy');
  });

  await promise('tells since which version a command fails', '', {}, async page => {
    await page.locator('#commands li').nth(1).hover();
    assert.ok(await page.getByText('failed by version since counting began: 0.1: 58 % of 96, 0.2: 58 % of 24').isVisible());
    assert.ok(!(await texts(page, '#commands .detail'))[0].includes('by version'), 'said of a command that never failed');
  });

  await promise('can be used with a keyboard alone', '', {}, async page => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.value), 'week');
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/window=month/);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.value), 'all');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'installations');
    await page.keyboard.press('End');
    assert.match(await page.locator('#installations-reading').textContent(), /12 installations, 1\u202f308 runs, 72 failed/);
    await page.keyboard.press('ArrowLeft');
    assert.match(await page.locator('#installations-reading').textContent(), /: 0 installations/);
    await page.locator('#commands li').first().focus();
    assert.ok(await page.getByText('1\u202f080 runs: 1\u202f080 completed, 0 failed (0 %), 0 stopped').isVisible());
  });

  await promise('tells failure without colour', '', { forcedColors: 'active' }, async page => {
    assert.match((await texts(page, '#commands .failing')).join(), /✕/);
  });

  await promise('fits a phone, in the dark too', '', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }, async page => {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(15, 20, 25)');
    await shot(page, 'phone-dark');
  });
}

await browser.close();
console.log(JSON.stringify(results));

'use strict';
// The relay's page: asks /api/usage for its numbers and for nothing else, and draws them.

const few = 12;
const state = { usage: null, sort: 'runs', all: false, chart: null, asked: 0 };
const find = id => document.getElementById(id);
const whole = new Intl.NumberFormat('en');
const number = value => whole.format(value).replaceAll(',', '\u202f');
// 0 % is said of nothing that ever failed, and 100 % of nothing that ever succeeded.
const percent = (part, of) => {
  if (part === 0 || of === 0) return '0 %';
  if (part === of) return '100 %';
  const share = Math.min(99.9, Math.max(0.1, 100 * part / of));
  return `${share.toFixed(share < 10 ? 1 : 0)} %`;
};

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

async function load() {
  const turn = ++state.asked;
  const filters = new URLSearchParams(new FormData(find('filters')));
  try {
    const answer = await fetch(`api/usage?${filters}`, { headers: { accept: 'application/json' } });
    if (!answer.ok) throw new Error(`the relay answered ${answer.status}`);
    const usage = await answer.json();
    // Who clicks fast gets the last answer asked for, not the last to arrive.
    if (turn !== state.asked) return;
    state.usage = usage;
    history.replaceState(null, '', `?${filters}`);
    draw();
  } catch (problem) {
    if (turn !== state.asked) return;
    say(`The numbers cannot be read: ${problem.message}. Trying again in half a minute.`, true);
  }
}

function say(text, isError = false) {
  find('status').textContent = text;
  find('status').classList.toggle('error', isError);
}

function draw() {
  const usage = state.usage;
  const isEmpty = usage.installations.month === 0 && usage.runs.count === 0;
  find('empty').hidden = !isEmpty;
  find('content').hidden = isEmpty;
  if (isEmpty) {
    const address = new URL('telemetry', document.baseURI).href;
    find('address').textContent = address;
    find('first').textContent = `Enable-PaceTelemetry -Upload -Endpoint ${address}\nSend-PaceTelemetry`;
    say('');
    return;
  }
  say(`As of ${new Date(usage.generated).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}`);
  drawFigures(usage);
  drawInstallations(usage);
  drawCommands(usage);
  drawShares('versions', usage.versions);
  drawShares('systems', usage.systems);
}

function drawFigures(usage) {
  const { installations, runs, commands } = usage;
  const points = installations.points.map(point => point.value);
  const half = Math.floor(points.length / 2);
  const mean = values => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const before = mean(points.slice(0, half)), after = mean(points.slice(-half));
  // Growth of less than a tenth is weather.
  const trend = before + after === 0 ? '' : after > 1.1 * before ? '↗ growing' : after < 0.9 * before ? '↘ falling' : '→ steady';
  const stopped = commands.reduce((sum, command) => sum + command.stopped, 0);
  const figures = [
    ['Installations', number(installations.active), `last ${{ day: 'day', week: '7 days', month: '30 days' }[usage.window]} ${trend}`],
    ['Runs', number(runs.count), ''],
    ['Failed', percent(runs.failed, runs.count), number(runs.failed)],
    ['Stopped', percent(stopped, runs.count), number(stopped)],
  ];
  find('figures').replaceChildren(...figures.map(([name, value, more]) => element('div', {},
    element('dt', { textContent: name }), element('dd', {}, value, ' ', element('small', { textContent: more })))));
}

function drawInstallations(usage) {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const points = usage.installations.points;
  const values = points.map(point => point.value);
  find('installations-sub').textContent = `different installations that sent counts, by ${usage.step} (UTC)`;
  state.chart?.destroy();
  state.chart = new Chart(find('installations'), {
    type: 'line',
    data: {
      labels: points.map(point => label(point.time, usage.step)),
      datasets: [{
        data: values, borderColor: colour('--good'), backgroundColor: colour('--good'), borderWidth: 2, tension: 0, pointRadius: 2, pointHoverRadius: 6,
      }],
    },
    options: {
      animation: false, maintainAspectRatio: false, interaction: { mode: 'index', intersect: false },
      plugins: {
        legend: { display: false },
        tooltip: { displayColors: false, callbacks: { label: item => `${number(item.parsed.y)} installations, ${number(usage.runs.points[item.dataIndex].value)} runs` } },
      },
      scales: {
        x: { grid: { display: false }, ticks: { color: colour('--quiet'), maxRotation: 0, autoSkipPadding: 16 }, border: { color: colour('--line') } },
        y: { beginAtZero: true, suggestedMax: 4, grid: { color: colour('--line') }, ticks: { color: colour('--quiet'), precision: 0, maxTicksLimit: 6 }, border: { display: false } },
      },
    },
  });
  find('installations').setAttribute('aria-label',
    `Installations by ${usage.step}: from ${values[0] ?? 0} to ${values.at(-1) ?? 0}, at most ${Math.max(0, ...values)}. Arrow keys read each ${usage.step}.`);
  find('installations-reading').textContent = '';
}

// With a keyboard: the arrows go from point to point, and the numbers are read out.
function read(event) {
  const usage = state.usage;
  const points = usage?.installations.points ?? [];
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? points.length - 1
    : step === undefined ? undefined : (state.chart.getActiveElements()[0]?.index ?? (step > 0 ? -1 : points.length)) + step;
  if (to === undefined || points[to] === undefined) return;
  event.preventDefault();
  const active = [{ datasetIndex: 0, index: to }];
  state.chart.setActiveElements(active);
  state.chart.tooltip.setActiveElements(active, { x: 0, y: 0 });
  state.chart.update();
  find('installations-reading').textContent = `${label(points[to].time, usage.step)}: ${number(points[to].value)} installations, `
    + `${number(usage.runs.points[to].value)} runs, ${number(usage.runs.failedPoints[to].value)} failed`;
}

function drawCommands(usage) {
  const rows = [...usage.commands].sort(state.sort === 'runs'
    ? (a, b) => b.count - a.count || a.command.localeCompare(b.command)
    : (a, b) => b.failureRate - a.failureRate || b.failed - a.failed || b.count - a.count);
  const most = Math.max(1, ...rows.map(row => row.count));
  const shown = state.all ? rows : rows.slice(0, few);
  find('commands').replaceChildren(...shown.map(row => commandLine(row, most)));
  find('no-commands').hidden = rows.length > 0;
  find('more').hidden = rows.length <= few;
  find('more').textContent = state.all ? 'Show fewer' : `Show all ${rows.length}`;
}

function commandLine(row, most) {
  const completed = row.count - row.failed - row.stopped;
  const rate = percent(row.failed, row.count);
  const detail = `${number(row.count)} runs: ${number(completed)} completed, ${number(row.failed)} failed (${rate}), ${number(row.stopped)} stopped${failingSince(row)}`;
  return line(row.command.replaceAll('_', ' '), detail,
    bar([[completed, 'good'], [row.failed, 'bad'], [row.stopped, 'stopped']], most),
    element('span', { className: 'numbers' }, number(row.count), ' ',
      element('small', { className: row.failed > 0 ? 'failing' : '', textContent: row.failed > 0 ? `${rate} ✕` : '' })));
}

// Since which version: of each the share that failed, over all time.
const failingSince = row => row.versions.some(version => version.failed > 0)
  ? `; failed by version since counting began: ${row.versions.map(version => `${version.name}: ${percent(version.failed, version.count)} of ${number(version.count)}`).join(', ')}`
  : '';

function drawShares(id, rows) {
  const all = rows.reduce((sum, row) => sum + row.installations, 0);
  const most = Math.max(1, ...rows.map(row => row.installations));
  find(id).replaceChildren(...rows.map(row => line(
    row.name, `${number(row.installations)} installations, ${percent(row.installations, all)}`, bar([[row.installations, 'good']], most),
    element('span', { className: 'numbers' }, number(row.installations), ' ', element('small', { textContent: percent(row.installations, all) })))));
}

function bar(parts, most) {
  const made = element('div', { className: 'bar' }, ...parts.filter(([count]) => count > 0).map(([count, kind]) => {
    const part = element('span', { className: kind });
    part.style.width = `${Math.max(0.4, 100 * count / most)}%`;
    return part;
  }));
  made.setAttribute('aria-hidden', 'true');
  return made;
}

function line(name, detail, ...parts) {
  const made = element('li', { tabIndex: 0 }, element('span', { className: 'name', textContent: name, title: name }), ...parts,
    element('span', { className: 'detail', textContent: detail }));
  made.setAttribute('aria-label', `${name}: ${detail}`);
  return made;
}

const label = (time, step) => step === 'hour'
  ? new Date(time).toLocaleString(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
  : new Date(time).toLocaleDateString(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });

function start() {
  const given = new URLSearchParams(location.search);
  for (const name of ['window', 'client']) {
    const wanted = document.querySelector(`input[name="${name}"][value="${CSS.escape(given.get(name) ?? '')}"]`);
    if (wanted) wanted.checked = true;
  }
  find('filters').addEventListener('change', load);
  find('filters').addEventListener('submit', event => event.preventDefault());
  find('installations').addEventListener('keydown', read);
  find('more').addEventListener('click', () => { state.all = !state.all; drawCommands(state.usage); });
  for (const button of document.querySelectorAll('[data-sort]')) {
    button.addEventListener('click', () => {
      state.sort = button.dataset.sort;
      document.querySelectorAll('[data-sort]').forEach(other => other.setAttribute('aria-pressed', String(other === button)));
      drawCommands(state.usage);
    });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => state.usage && draw());
  setInterval(() => { if (!document.hidden) load(); }, 30_000);
  load();
}

start();

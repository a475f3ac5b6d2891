/** The page: takes a text, shows what the engine in the worker found in it. All of what it shows is text, never markup of the input's. */

import MarkdownIt from 'markdown-it';
import { itemAt, sure } from '../../server/src/text/at.ts';
import { thrown } from '../../server/src/text/unknown.ts';
import type { Answer, AskedNote, Calls, Made, Opened, ShownFinding, ShownMask } from './protocol.ts';
import { TextView } from './text-view.ts';

// What the page’s own HTML has under an id.
const byId = <T extends HTMLElement = HTMLElement>(id: string) => document.getElementById(id) as T;
const markdown = new MarkdownIt({ html: false, linkify: false });
/** Links leave the page by a new window that knows nothing of this one; a rule's page in the project is no place on the web. */
const isOnWeb = (href: string) => /^https:\/\//.test(href);

/** The worker, from the text that the page carries. */
class Engine {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { resolve: (gets: never) => void; reject: (error: Error) => void }>();
  private next = 0;

  constructor(onProgress: (part: number) => void) {
    const source = byId('worker').textContent ?? '';
    this.worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
    this.worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      if ('progress' in data) return onProgress(data.progress);
      const one = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if ('failed' in data) one?.reject(new Error(data.failed));
      // The answer to a question has the number of the question, and so its type.
      else one?.resolve(data.gets as never);
    });
  }

  ask<K extends keyof Calls>(call: K, asks: Calls[K]['asks']): Promise<Calls[K]['gets']> {
    return new Promise((resolve, reject) => {
      const id = this.next++;
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, call, asks });
    });
  }
}

const engine = new Engine((part) => {
  byId('progress').textContent = `Reading … ${Math.round(part * 100)} %`;
});
const view = new TextView(byId('document'), byId('rows'), {
  rows: (from, to) => engine.ask('rows', { from, to }),
  hover: (line, character, at) => void showHover(line, character, at),
});

async function open(name: string, blob: Blob): Promise<void> {
  hideHover();
  byId('entrance').hidden = true;
  byId('result').hidden = true;
  const progress = byId('progress');
  progress.hidden = false;
  progress.textContent = 'Reading …';
  try {
    show(await engine.ask('open', { name, blob }));
  } catch (error) {
    byId('entrance').hidden = false;
    progress.textContent = thrown(error);
    return;
  }
  progress.hidden = true;
}

function show(opened: Opened): void {
  const { findings, masks, unjudged } = opened;
  byId('result').hidden = false;
  byId('new').hidden = false;
  byId('print').hidden = false;
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  byId('summary').replaceChildren(
    element('strong', {}, findings.length > 0 ? count : unjudged === undefined ? 'Nothing found' : 'Nothing told'),
    element('span', {}, ` in ${opened.name}: ${opened.reads}, ${opened.lines.toLocaleString('en-US')} lines. ${opened.status}`),
    ...(opened.partly === undefined ? [] : [element('span', {}, ` · ${opened.partly}`)]),
  );
  byId('findings').replaceChildren(
    ...(findings.length === 0
      ? [
          element(
            'p',
            {},
            unjudged ?? 'No hazard for mail was found. What is not understood is passed over, so this is no proof that there is none.',
          ),
        ]
      : findings.map(findingCard)),
  );
  byId('masks').replaceChildren(...masks.map(maskCard));
  byId('tab-masks').hidden = masks.length === 0;
  byId('tab-note').hidden = !opened.isTranscript;
  void showNote();
  byId('tab-explain').hidden = !opened.isConfiguration;
  chooseTab('findings');
  view.show(opened.lines, opened.width, findings);
  const [first] = findings;
  if (first !== undefined) view.go(first.line);
}

function findingCard(finding: ShownFinding): HTMLElement {
  const { rule, severity, confidence, message, advice, related, remedies, line } = finding;
  const card = element('article', { class: `finding ${severity}` });
  card.append(
    where(line, () => choose(card, finding.line)),
    element('span', { class: 'kind' }, ` ${severity}, ${confidence} · ${rule}`),
    prose('p', {}, message),
    ...(advice === undefined ? [] : [prose('p', { class: 'advice' }, `${advice}.`)]),
  );
  if (related.length > 0) {
    const list = element('ul', {});
    list.append(
      ...related.map((other) => {
        const item = prose('li', {}, ` ${other.message}`);
        item.prepend(where(other.line, () => choose(card, other.line)));
        return item;
      }),
    );
    const details = element('details', {});
    details.append(element('summary', {}, `${related.length} more place${related.length === 1 ? '' : 's'}`), list);
    card.append(details);
  }
  if (remedies.length > 0) {
    const row = element('div', { class: 'remedies' });
    row.append(...remedies.map(({ id, title }) => button(title, (self) => void showSheet(finding.number, id, self))));
    card.append(row);
  }
  return card;
}

function maskCard({ kind, shown, line, candidates }: ShownMask): HTMLElement {
  const card = element('article', { class: 'mask' });
  card.append(
    where(line, () => choose(card, line)),
    element('span', { class: 'kind' }, ` masked ${kind} `),
    element('code', {}, shown),
  );
  for (const { text, percent, evidence } of candidates) {
    const row = element('div', { class: 'candidate' });
    row.append(element('b', {}, percent === 0 ? '<1 %' : `${percent} %`), element('code', {}, text));
    row.append(...evidence.map((sentence) => prose('small', {}, sentence)));
    card.append(row);
  }
  return card;
}

/** `line 12`: goes there. */
function where(line: number, go: () => void): HTMLElement {
  const link = button(`line ${line + 1}`, go);
  link.className = 'where';
  return link;
}

function choose(card: HTMLElement, line: number): void {
  for (const other of document.querySelectorAll('.finding.chosen, .mask.chosen')) other.classList.remove('chosen');
  card.classList.add('chosen');
  view.go(line);
}

async function showSheet(finding: number, remedy: string, asked: HTMLButtonElement): Promise<void> {
  asked.disabled = true;
  try {
    const made = await engine.ask('sheet', { finding, remedy });
    openSheet(made);
  } catch (error) {
    asked.after(element('span', { class: 'kind' }, ` ${thrown(error)}`));
  } finally {
    asked.disabled = false;
  }
}

function openSheet({ page, commands }: Made): void {
  render(byId('sheet-page'), page);
  byId('sheet-page').querySelector('h1')?.setAttribute('id', 'sheet-title');
  document.body.classList.add('sheet-open');
  byId<HTMLDialogElement>('sheet').showModal();
  byId('copy').onclick = () => copy(`${commands.join('\n')}\n`, byId('copy'));
}

/** Puts a text on the clipboard; the button says for a moment what came of it. */
async function copy(text: string, pressed: HTMLElement): Promise<void> {
  const title = pressed.textContent;
  pressed.textContent = await navigator.clipboard.writeText(text).then(
    () => 'Copied',
    () => 'The browser did not allow it: mark and copy',
  );
  setTimeout(() => {
    pressed.textContent = title;
  }, 2000);
}

/** As it is chosen above it; where nothing shows a firewall, why there is none. */
async function showNote(): Promise<void> {
  if (byId('tab-note').hidden) return;
  const chosen = new FormData(byId<HTMLFormElement>('note-for'));
  const { note, reason } = await engine.ask('note', {
    // The choices of the form are the words of the engine.
    to: chosen.get('to') as AskedNote['to'],
    language: chosen.get('language') as AskedNote['language'],
    anonymous: chosen.has('anonymous'),
  });
  byId('note-text').textContent = note ?? `No note: ${reason}.`;
  byId('note-text').lang = note === null ? 'en' : `${chosen.get('language')}`;
  byId('copy-note').hidden = note === null;
}

/** Markdown of ours, in which what comes from the input is escaped; HTML in it stays text. */
function render(into: HTMLElement, text: string): void {
  into.innerHTML = markdown.render(text);
  for (const link of into.querySelectorAll('a')) {
    if (isOnWeb(link.href)) Object.assign(link, { target: '_blank', rel: 'noopener noreferrer' });
    else link.replaceWith(...link.childNodes);
  }
  for (const picture of into.querySelectorAll('img')) picture.replaceWith(picture.alt);
}

async function showHover(line: number, character: number, { x, y }: { x: number; y: number }): Promise<void> {
  const text = await engine.ask('hover', { line, character }).catch(() => undefined);
  if (text === undefined) return hideHover();
  const hover = byId('hover');
  render(hover, text);
  hover.hidden = false;
  const { width, height } = hover.getBoundingClientRect();
  hover.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  hover.style.top = `${y + height + 24 < innerHeight ? y + 18 : Math.max(8, y - height - 8)}px`;
}

function hideHover(): void {
  byId('hover').hidden = true;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

/** Plain text, in which what stands between backticks is code. */
function prose(name: keyof HTMLElementTagNameMap, attributes: Readonly<Record<string, string>>, text: string): HTMLElement {
  const made = element(name, attributes);
  made.append(...text.split('`').map((part, i) => (i % 2 === 1 ? element('code', {}, part) : part)));
  return made;
}

function button(title: string, act: (self: HTMLButtonElement) => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, title);
  made.addEventListener('click', () => act(made));
  return made;
}

function chooseTab(name: string): void {
  for (const tab of document.querySelectorAll<HTMLElement>('[role="tab"]')) {
    const isChosen = tab.id === `tab-${name}`;
    tab.setAttribute('aria-selected', String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    byId(sure(tab.getAttribute('aria-controls'))).hidden = !isChosen;
  }
}

function start(): void {
  byId('entrance').addEventListener('submit', (event) => {
    event.preventDefault();
    const { value } = byId<HTMLTextAreaElement>('text');
    if (value.trim() !== '') void open('the pasted text', new Blob([value]));
  });
  const file = byId<HTMLInputElement>('file');
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? [];
    if (chosen !== undefined) void open(chosen.name, chosen);
    file.value = '';
  });
  addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  addEventListener('dragleave', () => document.body.classList.remove('dropping'));
  addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    const [dropped] = event.dataTransfer?.files ?? [];
    const text = event.dataTransfer?.getData('text') ?? '';
    if (dropped !== undefined) void open(dropped.name, dropped);
    else if (text !== '') void open('the dropped text', new Blob([text]));
  });
  // Written into the page as it is built.
  const examples = JSON.parse(byId('examples').textContent ?? '{}') as Record<string, { name: string; text: string }>;
  for (const chooser of document.querySelectorAll<HTMLElement>('[data-example]')) {
    chooser.addEventListener('click', () => {
      const example = sure(examples[sure(chooser.dataset['example'])]);
      byId<HTMLTextAreaElement>('text').value = example.text;
      void open(example.name, new Blob([example.text]));
    });
  }
  byId('new').addEventListener('click', () => {
    for (const id of ['result', 'new', 'print', 'progress']) byId(id).hidden = true;
    byId('entrance').hidden = false;
    byId('text').focus();
  });
  byId('print').addEventListener('click', () => print());
  byId('print-sheet').addEventListener('click', () => print());
  byId('close').addEventListener('click', () => byId<HTMLDialogElement>('sheet').close());
  byId('sheet').addEventListener('close', () => document.body.classList.remove('sheet-open'));
  byId('flow').addEventListener('submit', async (event) => {
    event.preventDefault();
    const flow = byId<HTMLInputElement>('flow-text').value;
    const shown = byId('explained');
    try {
      const { verdict, by, trace } = await engine.ask('explain', { flow });
      const list = element('ol', {});
      list.append(
        ...trace.map(({ line, text, result }) => {
          const item = element('li', {});
          if (line !== undefined)
            item.append(
              where(line, () => view.go(line)),
              element('code', {}, text),
            );
          item.append(result);
          return item;
        }),
      );
      shown.replaceChildren(element('h2', {}, verdict), ...(by === undefined ? [] : [element('p', {}, `by ${by}`)]), list);
    } catch (error) {
      shown.replaceChildren(element('p', {}, thrown(error)));
    }
  });
  const language = sure(document.querySelector<HTMLSelectElement>('#note-for [name="language"]'));
  const own = navigator.language.slice(0, 2);
  if ([...language.options].some(({ value }) => value === own)) language.value = own;
  // The key Enter in it sends nothing anywhere.
  byId('note-for').addEventListener('submit', (event) => event.preventDefault());
  byId('note-for').addEventListener('change', () => void showNote());
  byId('copy-note').addEventListener('click', () => void copy(byId('note-text').textContent ?? '', byId('copy-note')));
  const tabs = [...document.querySelectorAll<HTMLElement>('[role="tab"]')];
  for (const tab of tabs) {
    tab.addEventListener('click', () => chooseTab(tab.id.slice('tab-'.length)));
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      const shown = tabs.filter((each) => !each.hidden);
      const next = itemAt(shown, (shown.indexOf(tab) + step + shown.length) % shown.length);
      chooseTab(next.id.slice('tab-'.length));
      next.focus();
    });
  }
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hideHover();
  });
  addEventListener('pointerdown', (event) => {
    if (event.target instanceof Node && !byId('hover').contains(event.target)) hideHover();
  });
}

start();

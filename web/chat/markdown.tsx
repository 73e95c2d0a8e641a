/**
 * What a bot says, as Markdown. Its text may hold anything a visitor, a web page or a model wrote, so
 * only a list of harmless elements passes the sanitizer, pictures become links (nothing is loaded
 * from elsewhere), and the page's policy forbids what might slip through all the same.
 */
import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Markup stands as the text it is, so that a message shows what was written; only a line break in a table cell is taken. */
const marked = new Marked({
  gfm: true,
  breaks: true,
  async: false,
  renderer: { html: ({ text }) => (/^<br\s*\/?>$/i.test(text) ? '<br>' : escaped(text)) },
});
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const TAGS = [
  ...[
    'a',
    'b',
    'blockquote',
    'br',
    'code',
    'del',
    'em',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'i',
    'img',
    'kbd',
    'li',
    'ol',
    'p',
    'pre',
  ],
  ...['s', 'small', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'u', 'ul'],
];
const ALLOWED = { ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ['href', 'title', 'start', 'align', 'alt', 'src'], ALLOW_DATA_ATTR: false } as const;
const LINK = /^(?:https?:|mailto:|tel:|\/(?!\/)|#)/i;

export function renderMarkdown(text: string): DocumentFragment {
  const html = marked.parse(text) as string;
  const fragment = DOMPurify.sanitize(html, {
    ...ALLOWED,
    ALLOWED_TAGS: [...TAGS],
    ALLOWED_ATTR: [...ALLOWED.ALLOWED_ATTR],
    RETURN_DOM_FRAGMENT: true,
  });
  for (const image of fragment.querySelectorAll('img')) replaceImage(image);
  for (const link of fragment.querySelectorAll('a')) tameLink(link);
  for (const table of fragment.querySelectorAll('table')) wrapTable(table);
  nestHeadings([...fragment.querySelectorAll('h1, h2, h3, h4, h5, h6')]);
  return fragment;
}

/** Own pictures (what the visitor sent) are shown; others stand as links that say where they lead. */
function replaceImage(image: HTMLImageElement): void {
  const source = image.getAttribute('src') ?? '';
  if (/^\/api\/v1\/conversations\/[^/]+\/files\/[\w.-]+$/.test(source)) return;
  const link = document.createElement('a');
  link.textContent = image.alt || source;
  link.setAttribute('href', source);
  image.replaceWith(link);
}

function tameLink(link: HTMLAnchorElement): void {
  if (!LINK.test(link.getAttribute('href') ?? '')) link.removeAttribute('href');
  else if (!link.getAttribute('href')?.startsWith('#')) link.target = '_blank';
  link.rel = 'noopener noreferrer';
}

/** A wide table scrolls in itself, by keyboard too, and not the page. */
function wrapTable(table: HTMLTableElement): void {
  const box = document.createElement('div');
  box.className = 'wide';
  box.tabIndex = 0;
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'Table');
  table.replaceWith(box);
  box.append(table);
}

/** The page's title is the first level: a message begins at the second, and none is left out on the way down. */
function nestHeadings(headings: readonly Element[]): void {
  const above: number[] = [];
  for (const heading of headings) {
    const level = Number(heading.tagName[1]);
    while ((above.at(-1) ?? 0) >= level) above.pop();
    above.push(level);
    const nested = document.createElement(`h${above.length + 1}`);
    nested.append(...heading.childNodes);
    heading.replaceWith(nested);
  }
}

export function Markdown({ text }: { readonly text: string }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.replaceChildren(renderMarkdown(text)), [text]);
  return <div class="prose" ref={box} />;
}

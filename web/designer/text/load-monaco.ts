/**
 * Brings the editor in: its script, its sheet and its worker, all from this origin, and the rules under which it may
 * make markup. The policy of our pages forbids style attributes in markup; the editor places its lines by them. They are
 * taken out of the markup here and set by script, which the policy allows (`placeStyles`).
 */
import type * as Editor from 'monaco-editor/editor/editor.api';

export type Monaco = typeof Editor;

declare const MONACO_FILES: { readonly script: string; readonly style: string; readonly worker: string };

interface TypesPolicy {
  createHTML(text: string): string;
  createScriptURL(url: string): string;
}
interface Factory {
  createPolicy(name: string, rules: Partial<TypesPolicy>): TypesPolicy;
}

let loading: Promise<Monaco> | undefined;

export function loadMonaco(): Promise<Monaco> {
  loading ??= load();
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

async function load(): Promise<Monaco> {
  const { trustedTypes } = globalThis as { trustedTypes?: Factory };
  const rules: TypesPolicy = { createHTML: withoutStyles, createScriptURL: ownWorker };
  const policy = trustedTypes?.createPolicy('basalt-editor', rules) ?? rules;
  Object.assign(globalThis, {
    MonacoEnvironment: {
      getWorker: () => new Worker(policy.createScriptURL(MONACO_FILES.worker), { type: 'module', name: 'editor' }),
      createTrustedTypesPolicy: (_name: string, options: Partial<TypesPolicy> | undefined) => ({
        createHTML: (text: string) => policy.createHTML(options?.createHTML?.(text) ?? text),
        createScriptURL: (url: string) => policy.createScriptURL(url),
      }),
    },
  });
  const [monaco] = await Promise.all([import(MONACO_FILES.script) as Promise<Monaco>, sheet(MONACO_FILES.style)]);
  return monaco;
}

function ownWorker(url: string): string {
  if (url !== MONACO_FILES.worker) throw new TypeError(`the editor asked for ${url}, which is not its worker`);
  return url;
}

function sheet(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => reject(new Error('the style of the editor was not loaded')));
    document.head.append(link);
  });
}

// ── style attributes ──

const HELD = 'data-style';
/** Text is escaped in the editor's markup, so whatever stands between < and > is a tag. */
const withoutStyles = (markup: string): string =>
  markup.replace(/<[^<>]*>/g, (tag) => tag.replace(/ style=(["'])/g, (_, quote: string) => ` ${HELD}=${quote}`));

/** Sets the styles that `withoutStyles` held back, before anything is painted. Answers how to stop. */
export function placeStyles(root: HTMLElement): () => void {
  const place = (element: Element) => {
    (element as HTMLElement).style.cssText += `;${element.getAttribute(HELD)}`;
    element.removeAttribute(HELD);
  };
  const all = (within: ParentNode) => {
    for (const each of within.querySelectorAll(`[${HELD}]`)) place(each);
  };
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes)
        if (node instanceof HTMLElement) {
          if (node.hasAttribute(HELD)) place(node);
          all(node);
        }
  });
  observer.observe(root, { childList: true, subtree: true });
  all(root);
  return () => observer.disconnect();
}

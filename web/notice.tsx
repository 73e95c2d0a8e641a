/** A sentence about the state of things, beside the conversation. */
import type { ComponentChildren } from 'preact';

interface NoticeProps {
  readonly kind: 'plain' | 'trouble';
  readonly title: string;
  readonly text?: string;
  readonly children?: ComponentChildren;
}

export const Notice = ({ kind, title, text, children }: NoticeProps) => (
  <section class={`notice ${kind}`} aria-label={title}>
    <strong>{title}</strong>
    {text && <p>{text}</p>}
    {children}
  </section>
);

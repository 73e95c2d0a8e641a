/** Signs on buttons; the buttons carry the words. */
import type { ComponentChildren } from 'preact';

const Icon = ({ children }: { readonly children: ComponentChildren }) => (
  <svg
    viewBox="0 0 24 24"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
);

export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5M5.5 11.500L12 5l6.5 6.5" />
  </Icon>
);
export const PenIcon = () => (
  <Icon>
    <path d="M4 20l1-4L16.5 4.500a2 2 0 0 1 3 3L8 19z" />
  </Icon>
);
export const EyeIcon = () => (
  <Icon>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
    <circle cx="12" cy="12" r="2.8" />
  </Icon>
);
export const ClipIcon = () => (
  <Icon>
    <path d="M20 11.500l-8.2 8.200a5 5 0 0 1-7.1-7.100l8.5-8.500a3.4 3.4 0 0 1 4.8 4.800l-8.4 8.400a1.7 1.7 0 0 1-2.4-2.400l7.7-7.7" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);
export const BackIcon = () => (
  <Icon>
    <path d="M14.5 5.500L8 12l6.5 6.5" />
  </Icon>
);
export const HistoryIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.500V12l3 2" />
  </Icon>
);
export const DownIcon = () => (
  <Icon>
    <path d="M12 5v14M5.5 12.500L12 19l6.5-6.5" />
  </Icon>
);

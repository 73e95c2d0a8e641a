/** Which control fits which HEAR type, and what is sent from it: data, so that a new type is a line here. */
import type { Prompt } from './conversation.ts';

export interface Answer {
  /** What stands in the conversation. */
  readonly text: string;
  /** What the program gets, where it is something else. */
  readonly value?: string;
  readonly secret?: boolean;
}

export interface FieldControl {
  readonly control: 'field';
  readonly type: 'text' | 'email' | 'date' | 'time' | 'number' | 'tel' | 'password' | 'color';
  readonly label: string;
  readonly inputMode?: 'decimal' | 'numeric' | 'email' | 'tel' | 'url';
  readonly autocomplete?: string;
  readonly step?: string;
  /** How the value is shown to people; as it is where absent. */
  readonly shown?: (value: string) => string;
}
export interface ChoiceControl {
  readonly control: 'choice';
  readonly label: string;
  readonly options: readonly Answer[];
  readonly free: boolean;
}
export interface FileControl {
  readonly control: 'file';
  readonly label: string;
  readonly accept?: string;
}
export type Control = { readonly control: 'text' } | FieldControl | ChoiceControl | FileControl;

const field = (type: FieldControl['type'], label: string, more: Partial<FieldControl> = {}): FieldControl => ({
  control: 'field',
  type,
  label,
  ...more,
});
const file = (label: string, accept?: string): FileControl => ({ control: 'file', label, accept });

const longDate = (value: string) => new Date(`${value}T12:00:00`).toLocaleDateString(undefined, { dateStyle: 'long' });

/** By the first name of the type, lower-case. */
const CONTROLS: Readonly<Record<string, Control>> = {
  name: field('text', 'Your name', { autocomplete: 'name' }),
  email: field('email', 'E-mail address', { inputMode: 'email', autocomplete: 'email' }),
  date: field('date', 'Date', { shown: longDate }),
  hour: field('time', 'Time'),
  integer: field('number', 'Whole number', { step: '1', inputMode: 'numeric' }),
  // As text: a number field has a decimal point, and the visitor may write a comma.
  number: field('text', 'Number', { inputMode: 'decimal' }),
  money: field('text', 'Amount', { inputMode: 'decimal' }),
  mobile: field('tel', 'Phone number', { inputMode: 'tel', autocomplete: 'tel' }),
  zipcode: field('text', 'Postal code', { autocomplete: 'postal-code' }),
  cpf: field('text', 'CPF', { inputMode: 'numeric' }),
  cnpj: field('text', 'CNPJ', { inputMode: 'numeric' }),
  language: field('text', 'Language'),
  color: field('color', 'Colour'),
  url: field('text', 'Web address', { inputMode: 'url', autocomplete: 'url' }),
  uuid: field('text', 'Identifier'),
  creditcard: field('password', 'Card number', { inputMode: 'numeric', autocomplete: 'cc-number' }),
  password: field('password', 'Password', { autocomplete: 'off' }),
  boolean: {
    control: 'choice',
    label: 'Yes or no',
    free: false,
    options: [
      { text: 'Yes', value: 'yes' },
      { text: 'No', value: 'no' },
    ],
  },
  file: file('File'),
  image: file('Picture', 'image/*'),
  audio: file('Recording', 'audio/*'),
  video: file('Video', 'video/*'),
  document: file('Document', '.pdf,.doc,.docx,.odt,.txt,.md,.rtf,.xls,.xlsx,.ods,.csv'),
  qrcode: file('Picture of a QR code', 'image/*'),
};

export function controlOf(prompt: Prompt | undefined): Control {
  if (!prompt) return { control: 'text' };
  if (prompt.options)
    return { control: 'choice', label: 'Choose one', free: prompt.free === true, options: prompt.options.map((text) => ({ text })) };
  if (Object.hasOwn(CONTROLS, prompt.input)) return CONTROLS[prompt.input] as Control;
  return prompt.secret ? field('password', 'Secret', { autocomplete: 'off' }) : { control: 'text' };
}

export const DOTS = '••••••';

/** What a filled field sends; a secret leaves only dots behind. */
export function answerOf(control: FieldControl, value: string): Answer {
  if (control.type === 'password') return { text: DOTS, value, secret: true };
  const shown = control.shown?.(value);
  return shown === undefined || shown === value ? { text: value } : { text: shown, value };
}

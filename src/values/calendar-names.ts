/** Names of months and weekdays in the languages that patterns and dates in text know. The first is the default. */
export type Language = 'en' | 'pt' | 'es';

interface Names {
  readonly months: readonly string[];
  /** Sunday first. */
  readonly weekdays: readonly string[];
}

export const CALENDAR_NAMES: Readonly<Record<Language, Names>> = {
  en: {
    months: words('January February March April May June July August September October November December'),
    weekdays: words('Sunday Monday Tuesday Wednesday Thursday Friday Saturday'),
  },
  pt: {
    months: words('janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'),
    weekdays: words('domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado'),
  },
  es: {
    months: words('enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'),
    weekdays: words('domingo lunes martes miércoles jueves viernes sábado'),
  },
};

/** `pt`, `pt-BR`, `PT_br` → `pt`; nothing for a language without names here. */
export function parseLanguage(text: string): Language | undefined {
  const short = text.trim().toLowerCase().split(/[-_]/)[0] as string;
  return short in CALENDAR_NAMES && Object.hasOwn(CALENDAR_NAMES, short) ? (short as Language) : undefined;
}

/** 1 to 12 for a month's name or a beginning of at least three letters, in any of the languages. */
export function monthNamed(name: string): number | undefined {
  const wanted = plain(name);
  if (wanted.length < 3) return undefined;
  for (const { months } of Object.values(CALENDAR_NAMES)) {
    const index = months.findIndex((month) => plain(month).startsWith(wanted));
    if (index >= 0) return index + 1;
  }
  return undefined;
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f.]/g, '');

function words(text: string): readonly string[] {
  return text.split(' ');
}

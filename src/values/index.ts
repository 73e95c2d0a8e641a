export * from './calendar-names.ts';
export * from './date-parts.ts';
export * from './date-text.ts';
export * from './dates.ts';
export * from './dict.ts';
export * from './format-error.ts';
export * from './json.ts';
export * from './types.ts';

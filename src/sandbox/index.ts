export * from './case.ts';
export * from './desk.ts';
export * from './package-texts.ts';
export * from './rehearsals.ts';
export * from './rehearse.ts';
export * from './templates.ts';

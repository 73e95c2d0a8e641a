export * from './play.ts';
export * from './transcript.ts';
export * from './virtual-clock.ts';
export * from './world.ts';

export { CanvasView } from './canvas-view.tsx';
export { onDrag } from './drag.ts';
export { itemsOf } from './items.ts';
export { isFolded, isFoldedAtFirst, laneSentence, lookOf, readingOf, type Tone } from './reading.ts';
export * from './types.ts';

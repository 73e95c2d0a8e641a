export { CanvasView } from './canvas-view.tsx';
export { type Drag, onDrag } from './drag.ts';
export { itemsOf, slotBehind, slotInWords } from './items.ts';
export { isFolded, isFoldedAtFirst, laneSentence, lookOf, readingOf, type Tone } from './reading.ts';
export { TextBlock } from './text-block.tsx';
export * from './types.ts';

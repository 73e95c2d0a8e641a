export { type MountedEditor, mountEditor } from './editor.ts';
export { PackageView } from './package-view.ts';
export { TextPane } from './text-pane-view.tsx';

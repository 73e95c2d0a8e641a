export { FolderInUse, folderHolder, type Holder } from './lock.ts';
export { openPglite, type PgliteOptions, type PgliteStore } from './open.ts';

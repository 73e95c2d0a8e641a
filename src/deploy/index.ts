export * from './archive.ts';
export * from './build-id.ts';
export * from './compile.ts';
export * from './config.ts';
export * from './deployer.ts';
export * from './designer-bot.ts';
export * from './desk.ts';
export * from './layout.ts';
export {
  type FileContent,
  hashOf,
  type PackageFile,
  type PathRefusal,
  type ReadOnly,
  RefusedPath,
  WrittenMeanwhile,
} from './package-files.ts';
export * from './templates.ts';

export { canonicalProgram } from './canonical.ts';
export { type Compiled, type CompileOptions, compile } from './compile.ts';
export { dumpProgram } from './dump.ts';
export type { Language } from './language.ts';
export { type CompiledPackage, compilePackage, type PackageOptions } from './package.ts';
export { type DiagnosticRecord, describeDiagnostics, renderDiagnostics } from './render.ts';
export { stemOf } from './stem.ts';
export { type PropertySchema, type Tool, type ToolSchema, toolOf } from './tools.ts';
export { partsOf } from './walk.ts';

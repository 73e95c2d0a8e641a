export { createMachines, DEFAULT_LIMITS } from './create.ts';
export { UnknownVariable } from './variables.ts';

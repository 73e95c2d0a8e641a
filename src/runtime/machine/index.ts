export { createMachines, DEFAULT_LIMITS } from './create.ts';

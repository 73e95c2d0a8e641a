import type { FaultCode, Faulted } from '../../src/spec/index.ts';

export const faulted = (code: FaultCode, message: string): Faulted => ({ fault: { code, message } });

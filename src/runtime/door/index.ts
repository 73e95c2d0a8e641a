export { Allowances } from './allowances.ts';
export * from './audit.ts';
export * from './budget.ts';
export * from './door.ts';
export * from './limits.ts';
export { DoorRefusal, type Prices } from './outside-ports.ts';
export { eventsGrant, type Grants, grantsOf, isGrant } from './policy.ts';

import type { Program } from '../../../src/spec/index.ts';
import { irProgram } from '../../support/ir.ts';

export const PROGRAMS: Record<string, Program> = {
  fib: irProgram((k) => ({
    functions: {
      main: {
        registers: 'r',
        blocks: [{ end: { op: 'call', function: 1, args: [k(25)], to: 0, next: 1 } }, { end: { op: 'return', value: 0 } }],
      },
      fib: {
        parameters: 1,
        registers: 'n a b',
        blocks: [
          { end: { op: 'compare', operator: '<', left: 0, right: k(2), then: 1, otherwise: 2 } },
          { end: { op: 'return', value: 0 } },
          {
            steps: [{ op: 'binary', operator: '-', to: 1, left: 0, right: k(1) }],
            end: { op: 'call', function: 1, args: [1], to: 1, next: 3 },
          },
          {
            steps: [{ op: 'binary', operator: '-', to: 2, left: 0, right: k(2) }],
            end: { op: 'call', function: 1, args: [2], to: 2, next: 4 },
          },
          { steps: [{ op: 'binary', operator: '+', to: 1, left: 1, right: 2 }], end: { op: 'return', value: 1 } },
        ],
      },
    },
  })),
  adds: irProgram((k) => ({
    functions: {
      main: {
        registers: 's i limit step',
        blocks: [
          {
            steps: [
              { op: 'move', to: 0, from: k(0) },
              { op: 'move', to: 1, from: k(1) },
              { op: 'move', to: 2, from: k(1_000_000) },
              { op: 'move', to: 3, from: k(1) },
            ],
            end: { op: 'forStart', counter: 1, limit: 2, step: 3, body: 1, done: 2 },
          },
          {
            steps: [{ op: 'binary', operator: '+', to: 0, left: 0, right: 1 }],
            end: { op: 'forNext', counter: 1, limit: 2, step: 3, body: 1, done: 2 },
          },
          { end: { op: 'return', value: 0 } },
        ],
      },
    },
  })),
  sieve: irProgram((k) => ({
    functions: {
      main: {
        registers: 'n flags i l s count j t',
        blocks: [
          {
            steps: [
              { op: 'move', to: 0, from: k(100_000) },
              { op: 'list', to: 1, items: [] },
              { op: 'move', to: 2, from: k(0) },
              { op: 'move', to: 3, from: 0 },
              { op: 'move', to: 4, from: k(1) },
            ],
            end: { op: 'forStart', counter: 2, limit: 3, step: 4, body: 1, done: 2 },
          },
          {
            steps: [{ op: 'setIndex', object: 1, index: 2, value: k(true) }],
            end: { op: 'forNext', counter: 2, limit: 3, step: 4, body: 1, done: 2 },
          },
          {
            steps: [
              { op: 'move', to: 5, from: k(0) },
              { op: 'move', to: 2, from: k(2) },
              { op: 'move', to: 3, from: 0 },
              { op: 'move', to: 4, from: k(1) },
            ],
            end: { op: 'forStart', counter: 2, limit: 3, step: 4, body: 3, done: 8 },
          },
          { steps: [{ op: 'getIndex', to: 7, object: 1, index: 2 }], end: { op: 'branch', test: 7, then: 4, otherwise: 7 } },
          {
            steps: [
              { op: 'binary', operator: '+', to: 5, left: 5, right: k(1) },
              { op: 'binary', operator: '+', to: 6, left: 2, right: 2 },
            ],
            end: { op: 'jump', to: 5 },
          },
          { end: { op: 'compare', operator: '<=', left: 6, right: 0, then: 6, otherwise: 7 } },
          {
            steps: [
              { op: 'setIndex', object: 1, index: 6, value: k(false) },
              { op: 'binary', operator: '+', to: 6, left: 6, right: 2 },
            ],
            end: { op: 'jump', to: 5 },
          },
          { end: { op: 'forNext', counter: 2, limit: 3, step: 4, body: 3, done: 8 } },
          { end: { op: 'return', value: 5 } },
        ],
      },
    },
  })),
  dictionary: irProgram((k) => ({
    functions: {
      main: {
        registers: 'd i l s sum t u',
        blocks: [
          {
            steps: [
              { op: 'object', to: 0, fields: [] },
              { op: 'move', to: 1, from: k(1) },
              { op: 'move', to: 2, from: k(100_000) },
              { op: 'move', to: 3, from: k(1) },
            ],
            end: { op: 'forStart', counter: 1, limit: 2, step: 3, body: 1, done: 2 },
          },
          {
            steps: [
              { op: 'binary', operator: '+', to: 5, left: k('k'), right: 1 },
              { op: 'setIndex', object: 0, index: 5, value: 1 },
            ],
            end: { op: 'forNext', counter: 1, limit: 2, step: 3, body: 1, done: 2 },
          },
          {
            steps: [
              { op: 'move', to: 4, from: k(0) },
              { op: 'move', to: 1, from: k(1) },
              { op: 'move', to: 2, from: k(100_000) },
              { op: 'move', to: 3, from: k(1) },
            ],
            end: { op: 'forStart', counter: 1, limit: 2, step: 3, body: 3, done: 4 },
          },
          {
            steps: [
              { op: 'binary', operator: '+', to: 5, left: k('k'), right: 1 },
              { op: 'getIndex', to: 6, object: 0, index: 5 },
              { op: 'binary', operator: '+', to: 4, left: 4, right: 6 },
            ],
            end: { op: 'forNext', counter: 1, limit: 2, step: 3, body: 3, done: 4 },
          },
          { end: { op: 'return', value: 4 } },
        ],
      },
    },
  })),
  append: irProgram((k) => ({
    functions: {
      main: {
        registers: 's i limit step',
        blocks: [
          {
            steps: [
              { op: 'move', to: 0, from: k('') },
              { op: 'move', to: 1, from: k(1) },
              { op: 'move', to: 2, from: k(100_000) },
              { op: 'move', to: 3, from: k(1) },
            ],
            end: { op: 'forStart', counter: 1, limit: 2, step: 3, body: 1, done: 2 },
          },
          {
            steps: [{ op: 'binary', operator: '+', to: 0, left: 0, right: k('x') }],
            end: { op: 'forNext', counter: 1, limit: 2, step: 3, body: 1, done: 2 },
          },
          { end: { op: 'return', value: 0 } },
        ],
      },
    },
  })),
};

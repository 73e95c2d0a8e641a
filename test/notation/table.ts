/** Every keyword row of the compatibility table, compiled into one syntax table. */
import { functions } from '../../functions/index.ts';
import { compileTable } from '../../scripts/notation/compile.ts';
import { bots } from './bots.ts';
import { data } from './data.ts';
import { dialog } from './dialog.ts';
import { language } from './language.ts';
import type { Row } from './row.ts';
import { tools } from './tools.ts';
import { world } from './world.ts';

export const FAMILIES: Readonly<Record<string, readonly Row[]>> = { dialog, tools, bots, data, world, language };
export const ROWS = Object.values(FAMILIES).flat();
export const FULL_TABLE = compileTable(ROWS, functions);

/** Files beside the scripts, whose names the build fills in: the sheet of the designer's pages, and what is known of each kind of step. */
import type { StepDescriptor } from '../../src/language/steps/index.ts';

declare const DESIGNER_STYLE: string;
declare const STEPS_FILE: string;

let style: Promise<void> | undefined;

/** Before a page of the designer is drawn. */
export function designerStyle(): Promise<void> {
  style ??= new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: DESIGNER_STYLE });
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => reject(new Error('the style of the designer was not loaded')));
    document.head.append(link);
  });
  return style;
}

let steps: Promise<readonly StepDescriptor[]> | undefined;

export function stepDescriptors(): Promise<readonly StepDescriptor[]> {
  steps ??= fetch(STEPS_FILE).then((answer) => {
    if (answer.ok) return answer.json() as Promise<readonly StepDescriptor[]>;
    steps = undefined;
    throw new Error(`the list of steps was not loaded (${answer.status})`);
  });
  return steps;
}

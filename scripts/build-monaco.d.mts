export function buildMonaco(folder: string): Promise<{ readonly script: string; readonly style: string; readonly worker: string }>;

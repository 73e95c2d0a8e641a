/** Picks the host: everything else is loaded by the command that needs it. */
export {};

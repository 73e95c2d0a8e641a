/** Properties draw the same cases in every run, so that a red run is red again; FUZZ_SEED=N draws others. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_261_121) });

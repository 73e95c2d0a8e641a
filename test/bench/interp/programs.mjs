// The five programs of the interp bench. Prints "name milliseconds result", best of N.
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));

function adds() {
  let s = 0;
  for (let i = 1; i <= 1_000_000; i++) s = s + i;
  return s;
}

function sieve() {
  const n = 100_000;
  const flags = [];
  for (let i = 0; i <= n; i++) flags.push(true);
  let count = 0;
  for (let i = 2; i <= n; i++) {
    if (!flags[i]) continue;
    count++;
    for (let j = i + i; j <= n; j += i) flags[j] = false;
  }
  return count;
}

function dictionary() {
  const d = new Map();
  for (let i = 1; i <= 100_000; i++) d.set(`k${i}`, i);
  let sum = 0;
  for (let i = 1; i <= 100_000; i++) sum += d.get(`k${i}`);
  return sum;
}

function append() {
  let s = '';
  for (let i = 1; i <= 100_000; i++) s = `${s}x`;
  return s.length;
}

const programs = { fib: () => fib(25), adds, sieve, dictionary, append };
for (const [name, program] of Object.entries(programs)) {
  let best = Number.POSITIVE_INFINITY;
  let result;
  for (let i = 0; i < Number(process.argv[2]); i++) {
    const start = performance.now();
    result = program();
    best = Math.min(best, performance.now() - start);
  }
  console.log([name, best, result].join('\t'));
}

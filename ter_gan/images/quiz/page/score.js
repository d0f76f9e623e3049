"use strict";
/* What answers say; the same numbers as ter_gan/images/quiz/answers.py. */

TG.quantile = (share) => { // of the standard normal distribution
  const density = (x) => Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  const below = (z, n = 200) => { // Simpson's rule from 0 to z
    let sum = density(0) + density(z);
    for (let i = 1; i < n; i++) sum += density(z * i / n) * (i % 2 ? 4 : 2);
    return 0.5 + sum * z / (3 * n);
  };
  let low = -6, high = 6;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < share) low = middle; else high = middle;
  }
  return (low + high) / 2;
};

TG.wilson = (count, n, z = TG.quantile(0.975)) => {
  if (!n) return [0, 1];
  const share = count / n, weight = z * z / n;
  const half = z * Math.sqrt(share * (1 - share) / n + weight / (4 * n));
  return [-half, half].map((side) => (share + weight / 2 + side) / (1 + weight));
};

TG.statistics = (answers) => {
  const rate = (events) => {
    const count = events.filter(Boolean).length, n = events.length;
    return { value: n ? count / n : null, interval: TG.wilson(count, n), count, n };
  };
  const wrong = (kind) => answers.filter((a) => a.truth === kind).map((a) => a.answer !== kind);
  const error_generated = rate(wrong("generated")), error_real = rate(wrong("real"));
  const right = rate(answers.map((a) => a.truth === a.answer)), [low, high] = right.interval;
  const z = (count, n) => TG.quantile((count + 0.5) / (n + 1));
  return {
    right, error_generated, error_real, error: rate(answers.map((a) => a.truth !== a.answer)),
    d_prime: z(error_generated.n - error_generated.count, error_generated.n) - z(error_real.count, error_real.n),
    verdict: low > 0.5 ? "apart" : high < 0.5 ? "reversed" : "guessing",
  };
};

"use strict";
/* What the players minimise, as in ter_gan/losses.py and ter_gan/penalties.py,
   and how they move, as Keras's optimizers do. */

TG.softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
TG.sigmoid = (x) => 1 / (1 + Math.exp(-x));

/* D minimises E[real(D(x))] + E[fake(D(G(z)))], G minimises E[generator(D(G(z)))];
   each term is a pair of functions of a logit: value and slope. `target` is the
   label of real samples, 1 - smoothing. */
TG.saturating = [(l) => -TG.softplus(l), (l) => -TG.sigmoid(l)];
TG.crossEntropy = {
  real: [
    (l, target) => target * TG.softplus(-l) + (1 - target) * TG.softplus(l),
    (l, target) => TG.sigmoid(l) - target,
  ],
  fake: [TG.softplus, TG.sigmoid],
  probability: true, smoothable: true, indifferent: 0,
};
TG.LOSSES = {
  "non-saturating": {
    ...TG.crossEntropy,
    generator: [(l) => TG.softplus(-l), (l) => TG.sigmoid(l) - 1],
    equilibrium: [2 * Math.LN2, Math.LN2],
  },
  minimax: { ...TG.crossEntropy, generator: TG.saturating, equilibrium: [2 * Math.LN2, -Math.LN2] },
  "least-squares": {
    real: [(l, target) => (l - target) ** 2 / 2, (l, target) => l - target],
    fake: [(l) => l * l / 2, (l) => l],
    generator: [(l) => (l - 1) ** 2 / 2, (l) => l - 1],
    equilibrium: [0.25, 0.125], smoothable: true, indifferent: 0.5,
  },
  hinge: {
    real: [(l) => Math.max(0, 1 - l), (l) => (l < 1 ? -1 : 0)],
    fake: [(l) => Math.max(0, 1 + l), (l) => (l > -1 ? 1 : 0)],
    generator: [(l) => -l, () => -1],
    equilibrium: [2, 0], indifferent: 0,
  },
  wasserstein: {
    real: [(l) => -l, () => -1],
    fake: [(l) => l, () => 1],
    generator: [(l) => -l, () => -1],
    equilibrium: [0, 0], indifferent: 0, optimalCritic: true, freeOffset: true,
  },
};

/* The mean of a term over logits[from … from + n), its derivatives to `adjoint`. */
TG.meanTerm = ([value, slope], logits, adjoint, from, n, target) => {
  let sum = 0;
  for (let i = from; i < from + n; i++) {
    sum += value(logits[i], target);
    adjoint[i] = slope(logits[i], target) / n;
  }
  return sum / n;
};

/* A penalty is E[value(s)] where s = |∇D(x)|², on points x that `on` names. */
TG.slopeNorm = (s) => Math.sqrt(s + 1e-12);
TG.PENALTIES = {
  "wgan-gp": {
    weight: 10, on: "between",
    value: (s) => (TG.slopeNorm(s) - 1) ** 2,
    slope: (s) => 1 - 1 / TG.slopeNorm(s),
  },
  r1: { weight: 10, on: "real", value: (s) => s / 2, slope: () => 0.5 },
};

/* Keras's Adam, with its way of correcting the bias. */
TG.Adam = class {
  constructor(count) {
    this.first = new Float64Array(count);
    this.second = new Float64Array(count);
    this.iterations = 0;
  }

  move(parameters, gradient, { rate, beta1, beta2 }) {
    const { first, second } = this, t = ++this.iterations;
    const alpha = rate * Math.sqrt(1 - beta2 ** t) / (1 - beta1 ** t);
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i];
      first[i] += (g - first[i]) * (1 - beta1);
      second[i] += (g * g - second[i]) * (1 - beta2);
      parameters[i] -= alpha * first[i] / (Math.sqrt(second[i]) + 1e-7);
    }
  }
};

TG.SGD = class {
  constructor() {
    this.first = this.second = new Float64Array(0);
    this.iterations = 0;
  }

  move(parameters, gradient, { rate }) {
    this.iterations++;
    for (let i = 0; i < parameters.length; i++) parameters[i] -= rate * gradient[i];
  }
};
TG.OPTIMIZERS = { adam: TG.Adam, sgd: TG.SGD };

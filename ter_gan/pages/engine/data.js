"use strict";
/* Points to imitate: the densities of ter_gan/points/datasets.py, one Gaussian,
   points that a person drew, and the data of a run. A dataset has
   draw(random, out), modes ({centres, std} or null) and, when it is not
   drawn from a density, points. */

TG.mixture = (centres, std) => ({
  modes: { centres, std },
  draw(random, out) {
    random.normal(out);
    for (let i = 0; i < out.length; i += 2) {
      const [x, y] = centres[random.below(centres.length)];
      out[i] = x + std * out[i];
      out[i + 1] = y + std * out[i + 1];
    }
  },
});

/* Points of a curve with normal noise; at(random) gives a point of the curve. */
TG.noisyCurve = (at, std) => ({
  modes: null,
  draw(random, out) {
    random.normal(out);
    for (let i = 0; i < out.length; i += 2) {
      const [x, y] = at(random);
      out[i] = x + std * out[i];
      out[i + 1] = y + std * out[i + 1];
    }
  },
});

/* Points drawn again and again from a list x0, y0, x1, y1, …; std of the noise
   that turns few points into clouds. */
TG.listed = (points, std, modes = null) => ({
  modes, points,
  draw(random, out) {
    random.normal(out);
    for (let i = 0; i < out.length; i += 2) {
      const one = 2 * random.below(points.length / 2);
      out[i] = points[one] + std * out[i];
      out[i + 1] = points[one + 1] + std * out[i + 1];
    }
  },
});

TG.ringCentres = Array.from({ length: 8 }, (_, k) => [Math.cos(Math.PI * k / 4), Math.sin(Math.PI * k / 4)]);
TG.gridCentres = Array.from({ length: 25 }, (_, k) => [2 * Math.floor(k / 5) - 4, 2 * (k % 5) - 4]);

TG.moonAt = (random) => {
  const lower = random.below(2), angle = Math.PI * random.next();
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  return lower ? [1 - x, 0.5 - y] : [x, y];
};
TG.spiralAt = (random) => {
  const turn = Math.sqrt(random.next()), angle = 4 * Math.PI * turn;
  return [turn * Math.cos(angle), turn * Math.sin(angle)];
};

TG.DATASETS = {
  ring: TG.mixture(TG.ringCentres, 0.01),
  grid: TG.mixture(TG.gridCentres, 0.05),
  two_moons: TG.noisyCurve(TG.moonAt, 0.05),
  spiral: TG.noisyCurve(TG.spiralAt, 0.02),
  gaussian: TG.mixture([[1, 1]], 0.5),
};
TG.DRAWN_STD = 0.04;

/* n points of a dataset, the same ones each time. */
TG.sample = (dataset, n, seed) => {
  const out = new Float64Array(2 * n);
  dataset.draw(new TG.Random(2018, 100 + seed), out);
  return out;
};

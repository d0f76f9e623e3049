"use strict";
/* How good generated points are: ter_gan/points/metrics.py and the numbers of
   ter_gan/callbacks/health.py, in JavaScript. Points are x0, y0, x1, y1, … */

TG.DIRECTIONS = 16;

/* Sum of |a - b| over all ordered pairs of a sorted array. */
TG.pairSum = (sorted) => {
  const n = sorted.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += sorted[i] * (2 * i - n + 1);
  return 2 * sum;
};

TG.project = (points, angle) => {
  const c = Math.cos(angle), s = Math.sin(angle), out = new Float64Array(points.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = c * points[2 * i] + s * points[2 * i + 1];
  return out;
};

/* Two sorted arrays as one. */
TG.merge = (a, b) => {
  const out = new Float64Array(a.length + b.length);
  for (let i = 0, j = 0, k = 0; k < out.length; k++) {
    out[k] = j >= b.length || a[i] <= b[j] ? a[i++] : b[j++];
  }
  return out;
};

/* 2 E|X-Y| - E|X-X'| - E|Y-Y'| over all pairs: π/2 times the mean over evenly
   spaced directions of the projections' energy distances, found by sorting. */
TG.energyDistance = (x, y) => {
  let sum = 0;
  for (let k = 0; k < TG.DIRECTIONS; k++) {
    const a = TG.project(x, Math.PI * k / TG.DIRECTIONS).sort();
    const b = TG.project(y, Math.PI * k / TG.DIRECTIONS).sort();
    const n = a.length, m = b.length, withinA = TG.pairSum(a), withinB = TG.pairSum(b);
    const between = (TG.pairSum(TG.merge(a, b)) - withinA - withinB) / 2;
    sum += Math.max(0, 2 * between / (n * m) - withinA / (n * n) - withinB / (m * m));
  }
  return Math.PI / 2 * sum / TG.DIRECTIONS;
};

/* Modes that a sample within 3 standard deviations covers, and the share of
   such samples. */
TG.modeCoverage = (points, { centres, std }) => {
  const covered = new Set();
  let good = 0;
  for (let i = 0; i < points.length; i += 2) {
    let nearest = 0, least = Infinity;
    for (let k = 0; k < centres.length; k++) {
      const d = (points[i] - centres[k][0]) ** 2 + (points[i + 1] - centres[k][1]) ** 2;
      if (d < least) { least = d; nearest = k; }
    }
    if (least > 9 * std * std) continue;
    covered.add(nearest);
    good++;
  }
  return { modes_covered: covered.size, high_quality_share: good / (points.length / 2) };
};

/* Mean distance of two of the points. */
TG.spread = (points) => {
  const n = points.length / 2;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) sum += Math.hypot(points[2 * i] - points[2 * j], points[2 * i + 1] - points[2 * j + 1]);
  }
  return 2 * sum / Math.max(n * (n - 1), 1);
};

/* The square around real points, with a margin: [x0, x1, y0, y1]. */
TG.boxOf = (points, margin = 0.25) => {
  const ends = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < points.length; i++) {
    const low = i % 2 ? 2 : 0;
    ends[low] = Math.min(ends[low], points[i]);
    ends[low + 1] = Math.max(ends[low + 1], points[i]);
  }
  const [x, y] = [(ends[0] + ends[1]) / 2, (ends[2] + ends[3]) / 2];
  const half = (0.5 + margin) * Math.max(ends[1] - ends[0], ends[3] - ends[2], 0.5);
  return [x - half, x + half, y - half, y + half];
};

TG.SHOWN = { generated: 512, tracks: 16, arrows: 128, logits: 40, measured: 2000, health: 64 };

/* Looks at a GAN without touching its training: its own networks share the
   weights, its latents are the same at every look. */
TG.Observer = class {
  constructor(gan, dataset) {
    const { latent, latentDim } = gan.settings, most = TG.SHOWN.measured, random = new TG.Random(gan.settings.seed, 3);
    Object.assign(this, { gan, dataset });
    this.real = TG.sample(dataset, TG.SHOWN.generated, 0);
    this.box = dataset.box || TG.boxOf(this.real);
    this.measuredReal = TG.sample(dataset, most, 1);
    this.floor = this.quality(TG.sample(dataset, most, 2));
    this.realSpread = TG.spread(this.real.subarray(0, 2 * TG.SHOWN.health));
    this.G = this.sharing(gan.G, Math.max(most, gan.settings.batch));
    this.D = this.sharing(gan.D, Math.max(most, gan.settings.batch));
    this.latents = new Float64Array(most * latentDim);
    random.latents(latent, this.latents);
    this.grid = TG.latentGrid(latent, latentDim);
    this.places = TG.places(this.box, TG.SHOWN.logits);
  }

  sharing(network, most) {
    const { sizes, activation, parameters } = network, twin = new TG.Network(sizes, "relu", most);
    twin.activation = activation;
    twin.layers.forEach((layer, i) => Object.assign(layer, { kernel: network.layers[i].kernel, bias: network.layers[i].bias }));
    twin.parameters = parameters;
    return twin;
  }

  points(n = TG.SHOWN.generated) { return this.G.forward(this.latents, n).slice(0, 2 * n); }

  /* Where G puts other latents. */
  moved(latents, n) { return this.G.forward(latents, n).slice(0, 2 * n); }

  /* What the loss pulls at single samples: -∂L_G/∂x, and ∂D/∂x of the logit. */
  arrows(points, n) {
    const [, slopeOf] = this.gan.loss.generator, logits = this.D.forward(points, n);
    const descent = Float64Array.from(logits.subarray(0, n), (logit) => -slopeOf(logit));
    const pulled = this.D.backward(descent, n, false).slice(0, 2 * n);
    return { n, descent: pulled, slope: this.D.backward(new Float64Array(n).fill(1), n, false).slice(0, 2 * n) };
  }

  /* D's logits on the box's nodes. Where the loss leaves D's offset open, 0 is
     half way between the means of real and of generated points. */
  heat(generated) {
    const n = TG.SHOWN.logits, mean = (points) => {
      const count = points.length / 2;
      return this.D.forward(points, count).subarray(0, count).reduce((sum, logit) => sum + logit / count, 0);
    };
    const middle = this.gan.loss.freeOffset ? (mean(this.real) + mean(generated)) / 2 : 0;
    return { n, values: this.D.forward(this.places, n * n).slice(0, n * n).map((logit) => logit - middle) };
  }

  /* What is drawn of this moment: see `TG.plane`. */
  view() {
    const { box, real, gan, grid } = this, generated = this.points();
    return {
      box, real, generated,
      arrows: this.arrows(generated, TG.SHOWN.arrows),
      logits: this.heat(generated),
      manifold: { ...grid, points: this.G.forward(grid.latents, grid.rows * grid.cols).slice(0, 2 * grid.rows * grid.cols) },
      probability: Boolean(gan.loss.probability), indifferent: gan.loss.indifferent,
    };
  }

  /* Numbers that take a while: call it now and then. */
  measure() {
    const n = TG.SHOWN.health, points = this.points(TG.SHOWN.measured);
    const { descent } = this.arrows(points, n);
    let slope = 0;
    for (let i = 0; i < n; i++) slope += Math.hypot(descent[2 * i], descent[2 * i + 1]) / n;
    return {
      generator_slope: slope,
      diversity: TG.spread(points.subarray(0, 2 * n)) / Math.max(this.realSpread, 1e-9),
      ...this.quality(points),
    };
  }

  quality(points) {
    const { modes } = this.dataset;
    return { energy_distance: TG.energyDistance(points, this.measuredReal), ...(modes ? TG.modeCoverage(points, modes) : {}) };
  }
};

/* n × n places of a box, the lowest row first. */
TG.places = ([x0, x1, y0, y1], n) => {
  const out = new Float64Array(2 * n * n);
  for (let i = 0; i < n * n; i++) {
    out[2 * i] = x0 + (x1 - x0) * (i % n) / (n - 1);
    out[2 * i + 1] = y0 + (y1 - y0) * Math.floor(i / n) / (n - 1);
  }
  return out;
};

/* A regular grid of latents: a line for one latent, else a plane of the first
   two with the others at 0. */
TG.latentGrid = (latent, latentDim) => {
  const reach = latent === "normal" ? 3 : 1, cols = latentDim === 1 ? 101 : 21, rows = latentDim === 1 ? 1 : 21;
  const latents = new Float64Array(rows * cols * latentDim);
  for (let i = 0; i < rows * cols; i++) {
    latents[i * latentDim] = reach * (2 * (i % cols) / (cols - 1) - 1);
    if (rows > 1) latents[i * latentDim + 1] = reach * (2 * Math.floor(i / cols) / (rows - 1) - 1);
  }
  return { rows, cols, latents };
};

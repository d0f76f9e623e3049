"use strict";
/* Training that can be watched and taken back: steps, numbers over time,
   snapshots, health. It knows nothing of the page. */

TG.HISTORY = { rows: 600, bytes: 48e6, snapshots: [20, 400], judged: 100, tracks: 40 };
TG.LOGS = ["d_loss", "g_loss", "d_real", "d_fake", "d_auc"];
TG.MEASURES = ["energy_distance", "modes_covered", "high_quality_share", "generator_slope", "diversity"];

TG.Trainer = class {
  /* rules: the health rules; start: a snapshot to begin with, or null. */
  constructor(settings, dataset, rules, start = null) {
    this.gan = new TG.GAN(settings, (random, out) => dataset.draw(random, out));
    if (start) this.gan.restore({ ...start, arrays: [...start.arrays, this.gan.random.state.slice()] });
    this.observer = new TG.Observer(this.gan, dataset);
    this.rules = rules;
    this.stride = 1;
    this.snapshots = [];
    this.findings = [];
    this.illnesses = [];
    this.judgedOnce = false;
    this.notFinite = null;
    this.series = { x: [], values: Object.fromEntries([...TG.LOGS, ...TG.MEASURES].map((name) => [name, []])) };
    this.paths = [];
    this.clearMeans();
    this.keep();
    this.record();
  }

  get steps() { return this.gan.steps; }
  get first() { return this.snapshots[0].steps; }
  get last() { return Math.max(this.steps, this.snapshots[this.snapshots.length - 1].steps, this.series.x[this.series.x.length - 1] ?? 0); }

  /* One phase; at the end of an iteration the books are kept. */
  advance() {
    if (!this.gan.done) this.forgetFuture();
    const name = this.gan.advance();
    if (!this.gan.done) this.afterStep();
    return name;
  }

  step() {
    do this.advance(); while (this.gan.done);
  }

  /* Trains for some milliseconds, `most` steps at most. */
  run(milliseconds, most = Infinity) {
    const end = performance.now() + milliseconds;
    for (let i = 0; i < most && !this.notFinite && (!i || performance.now() < end); i++) this.step();
  }

  afterStep() {
    const { logs, steps } = this.gan;
    for (const name of TG.LOGS) if (logs[name] !== undefined) this.sums[name] = (this.sums[name] || 0) + logs[name];
    this.count++;
    if (logs.d_auc !== undefined) { this.won += logs.d_auc; this.judged++; }
    const bad = Object.keys(logs).find((name) => !Number.isFinite(logs[name]));
    if (bad) this.notFinite = { step: steps, number: bad };
    else if ((steps - this.first) % this.stride === 0) this.keep();
  }

  clearMeans() { Object.assign(this, { sums: {}, count: 0, won: 0, judged: 0 }); }

  // -- numbers over time -------------------------------------------------------

  /* Adds a row: means of the logs since the last one, and measurements of now. */
  record() {
    const { x, values } = this.series;
    if (x[x.length - 1] >= this.steps) return;
    const measured = this.observer.measure();
    x.push(this.steps);
    for (const name of TG.LOGS) values[name].push(name in this.sums ? this.sums[name] / this.count : null);
    for (const name of TG.MEASURES) values[name].push(measured[name] ?? null);
    this.paths.push(this.observer.points(TG.SHOWN.tracks));
    this.measured = measured;
    this.sums = {};
    this.count = 0;
    if (this.judged >= TG.HISTORY.judged || !this.gan.settings.trainD) this.judge(measured);
    if (x.length > TG.HISTORY.rows) this.thinRows();
  }

  thinRows() {
    const kept = (list) => list.filter((_, i) => i % 2 === 0 || i === list.length - 1);
    const values = Object.fromEntries(Object.entries(this.series.values).map(([name, list]) => [name, kept(list)]));
    this.series = { x: kept(this.series.x), values };
    this.paths = kept(this.paths);
  }

  /* The last positions of some samples, a polyline each. */
  tracks() {
    const paths = this.paths.slice(0, this.rowAt(this.steps) + 1).slice(-TG.HISTORY.tracks), now = this.observer.points(TG.SHOWN.tracks);
    return Array.from({ length: TG.SHOWN.tracks }, (_, i) =>
      Float64Array.from([...paths, now].flatMap((path) => [path[2 * i], path[2 * i + 1]])));
  }

  judge(measured) {
    const numbers = { ...measured, d_auc: this.judged ? this.won / this.judged : undefined };
    this.findings = TG.findings(this.rules, numbers, this.gan.loss).map((rule) => ({ rule, step: this.steps, value: numbers[rule.number] }));
    for (const found of this.findings) {
      const before = this.illnesses.find(({ rule }) => rule === found.rule);
      if (!before) this.illnesses.push(found);
    }
    this.won = this.judged = 0;
    this.judgedOnce = true;
  }

  // -- going back --------------------------------------------------------------

  keep() {
    const snapshot = { ...this.gan.snapshot(), sums: { ...this.sums }, count: this.count, won: this.won, judged: this.judged };
    if (this.snapshots[this.snapshots.length - 1]?.steps === snapshot.steps) return;
    this.snapshots.push(snapshot);
    const size = snapshot.arrays.reduce((sum, array) => sum + array.byteLength, 0), [least, most] = TG.HISTORY.snapshots;
    if (this.snapshots.length > Math.max(least, Math.min(most, TG.HISTORY.bytes / size))) this.thinSnapshots();
  }

  thinSnapshots() {
    this.stride *= 2;
    const { first } = this;
    this.snapshots = this.snapshots.filter(({ steps }) => (steps - first) % this.stride === 0);
  }

  /* Goes to the last snapshot that is not after a step; what came later is
     forgotten when training goes on. Returns the step. */
  rewind(step) {
    const before = this.snapshots.filter(({ steps }) => steps <= step), snapshot = before[before.length - 1] || this.snapshots[0];
    this.gan.restore(snapshot);
    const { sums, count, won, judged } = snapshot;
    Object.assign(this, { sums: { ...sums }, count, won, judged, notFinite: null });
    const row = this.rowAt(this.steps);
    this.measured = Object.fromEntries(TG.MEASURES.map((name) => [name, this.series.values[name][row]]));
    this.findings = this.findings.filter((found) => found.step <= this.steps);
    return this.steps;
  }

  /* The index of the last row that is not after a step. */
  rowAt(step) {
    let row = this.series.x.length - 1;
    while (row > 0 && this.series.x[row] > step) row--;
    return row;
  }

  forgetFuture() {
    const { x, values } = this.series, now = this.steps;
    if (this.snapshots[this.snapshots.length - 1].steps > now) this.snapshots = this.snapshots.filter(({ steps }) => steps <= now);
    this.illnesses = this.illnesses.filter(({ step }) => step <= now);
    if (x[x.length - 1] <= now) return;
    const keep = this.rowAt(now) + 1;
    this.series = { x: x.slice(0, keep), values: Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list.slice(0, keep)])) };
    this.paths.length = keep;
  }
};

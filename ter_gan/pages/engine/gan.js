"use strict";
/* A GAN of points and the algorithm of ter_gan/models/gan.py, phase by phase. */

TG.LATENTS = ["normal", "uniform"];

/* The phases of one discriminator update, and of the generator's. */
TG.CRITIC_PHASES = ["noise", "generate", "judge", "d-gradient", "d-move"];
TG.GENERATOR_PHASES = ["judge-new", "g-gradient", "g-move"];

TG.GAN = class {
  /* settings: loss, penalty, penaltyWeight, smoothing, criticSteps, trainG,
     trainD, rateG, rateD, beta1 and beta2, which may change while training;
     optimizer, latent, latentDim, batch, hiddenG, hiddenD, activationG,
     activationD and seed, which may not. draw(random, out): fills out with
     real points. */
  constructor(settings, draw) {
    const { batch, latentDim, hiddenG, hiddenD, seed } = settings, most = 2 * batch;
    this.settings = settings;
    this.draw = draw;
    this.random = new TG.Random(seed, 1);
    this.G = new TG.Network([latentDim, ...hiddenG, 2], settings.activationG, most);
    this.D = new TG.Network([2, ...hiddenD, 1], settings.activationD, most);
    const start = new TG.Random(seed, 2);
    this.G.initialise(start);
    this.D.initialise(start);
    const Optimizer = TG.OPTIMIZERS[settings.optimizer];
    this.moverG = new Optimizer(this.G.parameters.length);
    this.moverD = new Optimizer(this.D.parameters.length);
    this.latents = new Float64Array(batch * latentDim);
    this.seen = new Float64Array(most * 2); // real points, then generated ones
    this.real = this.seen.subarray(0, batch * 2);
    this.fake = this.seen.subarray(batch * 2);
    this.mix = new Float64Array(batch);
    this.between = new Float64Array(batch * 2);
    this.direction = new Float64Array(batch * 2);
    this.adjoint = new Float64Array(most);
    this.ones = new Float64Array(most).fill(1);
    this.steps = 0;
    this.done = 0; // phases of the running iteration
    this.logs = {};
  }

  get loss() { return TG.LOSSES[this.settings.loss]; }

  /* The names of the phases of one iteration. */
  plan() {
    const { criticSteps, trainG, trainD } = this.settings;
    if (!trainD && !trainG) return TG.CRITIC_PHASES.slice(0, 3);
    const critic = Array(trainD ? criticSteps : 0).fill(TG.CRITIC_PHASES).flat();
    return [...critic, ...(trainG ? TG.GENERATOR_PHASES : [])];
  }

  /* Does the next phase; returns its name. */
  advance() {
    if (!this.done) this.running = this.plan();
    const name = this.running[this.done++];
    this[name]();
    if (this.done === this.running.length) {
      this.done = 0;
      this.steps++;
    }
    return name;
  }

  /* Does an iteration, or the rest of one that has begun. */
  step() {
    do this.advance(); while (this.done);
    return this.logs;
  }

  // -- the discriminator's update --------------------------------------------

  noise() {
    this.draw(this.random, this.real);
    this.random.latents(this.settings.latent, this.latents);
  }

  generate() {
    const { batch } = this.settings;
    const points = this.G.forward(this.latents, batch);
    for (let i = 0; i < batch * 2; i++) this.fake[i] = points[i];
  }

  judge() {
    this.D.forward(this.seen, 2 * this.settings.batch);
    this.observe();
  }

  "d-gradient"() {
    const { batch, smoothing, penalty, penaltyWeight } = this.settings, { D, loss, adjoint } = this;
    const target = 1 - (loss.smoothable ? smoothing : 0);
    D.gradient.fill(0);
    this.logs.d_loss = TG.meanTerm(loss.real, D.output, adjoint, 0, batch, target)
      + TG.meanTerm(loss.fake, D.output, adjoint, batch, batch);
    D.backward(adjoint, 2 * batch, true);
    if (penalty === "none") return;
    this.logs.penalty = this.penalise(TG.PENALTIES[penalty], penaltyWeight);
    this.logs.d_loss += penaltyWeight * this.logs.penalty;
  }

  "d-move"() { this.move("D", this.settings.rateD); }

  // -- the generator's update ------------------------------------------------

  "judge-new"() {
    const { latent, batch } = this.settings, { G, D, loss, adjoint } = this;
    this.random.latents(latent, this.latents);
    D.forward(G.forward(this.latents, batch), batch);
    this.logs.g_loss = TG.meanTerm(loss.generator, D.output, adjoint, 0, batch);
  }

  "g-gradient"() {
    const { batch } = this.settings;
    this.G.gradient.fill(0);
    this.G.backward(this.D.backward(this.adjoint, batch, false), batch, true);
  }

  "g-move"() { this.move("G", this.settings.rateG); }

  // -- their parts -----------------------------------------------------------

  move(player, rate) {
    const { beta1, beta2 } = this.settings, { parameters, gradient } = this[player];
    this[`mover${player}`].move(parameters, gradient, { rate, beta1, beta2 });
  }

  /* The mean scores of both halves, and how often real beats generated. */
  observe() {
    const { batch } = this.settings, logits = this.D.output;
    const score = this.loss.probability ? TG.sigmoid : (l) => l;
    let real = 0, fake = 0, won = 0;
    for (let i = 0; i < batch; i++) {
      real += score(logits[i]);
      fake += score(logits[batch + i]);
      won += (1 + Math.sign(logits[i] - logits[batch + i])) / 2;
    }
    Object.assign(this.logs, { d_real: real / batch, d_fake: fake / batch, d_auc: won / batch });
  }

  /* The penalty's value; adds its derivative, times weight, to D's gradient.
     ∂s/∂θ = 2 ∇D(x)·∂∇D(x)/∂θ is the derivative of the tangent along a
     direction that is parallel to ∇D(x). */
  penalise({ on, value, slope }, weight) {
    const { batch } = this.settings, { D, direction } = this;
    const x = on === "real" ? this.real : this.interpolate();
    D.forward(x, batch);
    const gradient = D.backward(this.ones, batch, false);
    let sum = 0;
    for (let i = 0; i < batch; i++) {
      const [gx, gy] = [gradient[2 * i], gradient[2 * i + 1]], s = gx * gx + gy * gy;
      const factor = weight * 2 * slope(s) / batch;
      sum += value(s);
      direction[2 * i] = factor * gx;
      direction[2 * i + 1] = factor * gy;
    }
    D.tangent(direction, batch);
    D.backwardTangent(batch);
    return sum / batch;
  }

  interpolate() {
    this.random.uniform(this.mix);
    for (let i = 0; i < this.between.length; i++) {
      const share = this.mix[i >> 1];
      this.between[i] = share * this.real[i] + (1 - share) * this.fake[i];
    }
    return this.between;
  }

  // -- going back ------------------------------------------------------------

  /* The arrays that training changes. */
  variables() {
    const { G, D, moverG, moverD, random } = this;
    return [G.parameters, D.parameters, moverG.first, moverG.second, moverD.first, moverD.second, random.state];
  }

  /* All that training needs to go on exactly from here, between iterations. */
  snapshot() {
    const { steps, moverG, moverD } = this;
    const counts = { steps, iterations: [moverG.iterations, moverD.iterations] };
    return { ...counts, logs: { ...this.logs }, arrays: this.variables().map((array) => array.slice()) };
  }

  restore({ steps, iterations, logs, arrays }) {
    this.variables().forEach((array, i) => array.set(arrays[i]));
    [this.moverG.iterations, this.moverD.iterations] = iterations;
    Object.assign(this, { steps, done: 0, logs: { ...logs } });
  }
};

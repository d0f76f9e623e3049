"use strict";
/* A film as ter_gan/film/page.py writes it: codes of 8 and 16 bits, of which
   the last one means "no number", in base64. A frame is decoded when it is asked for. */
{
const bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const decode = (codes, low, high, none) => Float32Array.from(codes, (code) => code === none ? NaN : low + code / (none - 1) * (high - low));
const signed = (codes, scale) => Float32Array.from(codes, (code) => code === -128 ? NaN : code / 127 * scale);
/* The value below which this share of a list lies. */
const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.floor(share * (list.length - 1))];

TG.TRACKS = 16;  // samples whose ways are drawn
TG.films = new Map();
TG.film = (key, data) => TG.films.set(key, new TG.Film(key, data));

TG.Film = class {
  constructor(key, data) {
    Object.assign(this, data, { key, decoded: new Map() });
    this.real = this.points(new Uint16Array(bytesOf(data.real).buffer));
    const { logits, descent, slope } = this.scales, indifferent = this.facts.indifferent_logit;
    this.span = logits && TG.nice(quantile(logits.map(([low, high]) => Math.max(high - indifferent, indifferent - low)), 0.75));
    this.arrowScale = { descent: descent && TG.nice(quantile(descent, 0.5) / 2), slope: slope && TG.nice(quantile(slope, 0.5) / 2) };
  }

  get length() { return this.steps.length; }

  /* Points of 16-bit codes: x over the range's width, y over its height. */
  points(codes) {
    const [x0, x1, y0, y1] = this.range, found = new Float32Array(codes.length);
    for (let i = 0; i < codes.length; i += 2) {
      found[i] = codes[i] === 65535 ? NaN : x0 + codes[i] / 65534 * (x1 - x0);
      found[i + 1] = codes[i + 1] === 65535 ? NaN : y0 + codes[i + 1] / 65534 * (y1 - y0);
    }
    return found;
  }

  frame(i) {
    if (this.decoded.has(i)) return this.decoded.get(i);
    const { buffer } = bytesOf(this.frames[i]), { shapes, scales } = this, found = {};
    let from = 0;
    const take = (Codes, name) => {
      const count = (shapes[name] || []).reduce((product, size) => product * size, 1), codes = new Codes(buffer, from, shapes[name] ? count : 0);
      from += codes.byteLength;
      return shapes[name] ? codes : null;
    };
    for (const name of ["generated", "manifold"]) {
      const codes = take(Uint16Array, name);
      if (codes) found[name] = this.points(codes);
    }
    const codes = take(Uint8Array, "logits");
    if (codes) found.logits = decode(codes, ...scales.logits[i], 255);
    for (const name of ["descent", "slope"]) {
      const vectors = take(Int8Array, name);
      if (vectors) found[name] = signed(vectors, scales[name][i]);
    }
    this.decoded.set(i, found);
    return found;
  }

  /* What TG.plane draws of a frame. `fixed`: one scale for the whole film. */
  view(i, { tracks, fixed }) {
    const { generated, manifold, logits, descent, slope } = this.frame(i), { shapes, facts } = this;
    const view = { box: this.box, real: this.real, generated, probability: facts.probability, indifferent: facts.indifferent_logit };
    if (logits) view.logits = { n: shapes.logits[0], values: logits };
    if (manifold) view.manifold = { rows: shapes.manifold[0], cols: shapes.manifold[1], points: manifold };
    if (descent || slope) view.arrows = { n: (shapes.descent || shapes.slope)[0], descent, slope };
    if (tracks) view.tracks = this.tracks(i);
    if (fixed) {
      view.span = this.span;
      if (view.arrows) view.arrows.scale = this.arrowScale;
    }
    return view;
  }

  /* The ways of the first 16 samples over the last 20 frames. */
  tracks(i, samples = TG.TRACKS, frames = 20) {
    const from = Math.max(0, i - frames + 1), count = Math.min(samples, this.frame(i).generated.length / 2);
    return Array.from({ length: count }, (_, k) => {
      const line = new Float32Array(2 * (i - from + 1));
      for (let f = from; f <= i; f++) line.set(this.frame(f).generated.subarray(2 * k, 2 * k + 2), 2 * (f - from));
      return line;
    });
  }

  nearest(step) {
    let best = 0;
    for (let i = 1; i < this.length; i++) if (Math.abs(this.steps[i] - step) < Math.abs(this.steps[best] - step)) best = i;
    return best;
  }
};

/* Hands over the film, from its file beside this page if it is not here yet. */
TG.loadFilm = (key) => new Promise((resolve, reject) => {
  if (TG.films.has(key)) return resolve(TG.films.get(key));
  if (!/^[A-Za-z0-9._=,+-]+$/.test(key)) return reject(new Error(TG.t("film-name-bad", key)));
  const script = TG.h("script", { src: `${key}.js` });
  script.onerror = () => reject(new Error(TG.t("film-missing", `${key}.js`)));
  script.onload = () => TG.films.has(key) ? resolve(TG.films.get(key)) : reject(new Error(TG.t("film-damaged", `${key}.js`)));
  document.head.append(script);
});
}

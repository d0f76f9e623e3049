"use strict";
/* Everything that can be set: one table of controls. Their values, as text, are
   the page's state, and the state is the text after # in the address. */
{
const stops = (low, high) => {
  const found = [];
  for (let power = low; power < high; power++) for (const m of [1, 1.5, 2, 3, 5, 7]) found.push(Number((m * 10 ** power).toPrecision(2)));
  return [...found, 10 ** high];
};
const choice = (key, start, options, more = {}) => ({ key, start, kind: "choice", options, ...more });
const whole = (key, start, low, high, more = {}) => ({ key, start, kind: "whole", low, high, ...more });
const sliding = (key, start, values, more = {}) => ({ key, start, kind: "sliding", values, ...more });
const check = (key, start, more = {}) => ({ key, start, kind: "check", ...more });
const fresh = { fresh: true };  // a change begins the training anew
const tenths = Array.from({ length: 10 }, (_, i) => i / 10);
const network = (player, layers, units, activation) => [
  whole(`layers${player}`, layers, 0, 5, fresh), whole(`units${player}`, units, 1, 128, fresh),
  choice(`act${player}`, activation, Object.keys(TG.ACTIVATIONS), fresh),
];

TG.CONTROLS = [
  { group: "g-data", controls: [
    choice("data", "ring", [...Object.keys(TG.DATASETS), "drawn"], fresh),
    sliding("batch", "150", [8, 16, 32, 64, 100, 150, 256, 512], fresh),
    whole("seed", "0", 0, 999999, fresh),
  ] },
  { group: "g-loss", controls: [
    choice("loss", "non-saturating", Object.keys(TG.LOSSES)),
    sliding("smoothing", "0", [0, 0.05, 0.1, 0.2, 0.3, 0.4]),
    choice("penalty", "none", ["none", ...Object.keys(TG.PENALTIES)]),
    sliding("weight", "1", stops(-2, 2)),
  ] },
  { group: "g-steps", controls: [
    choice("opt", "adam", Object.keys(TG.OPTIMIZERS), fresh),
    sliding("lrG", "0.001", stops(-4, 0)), sliding("lrD", "0.003", stops(-4, 0)),
    sliding("beta1", "0.5", [...tenths, 0.95, 0.99]), sliding("beta2", "0.999", [0.5, 0.9, 0.99, 0.999]),
    sliding("ratio", "1", [1, 2, 3, 4, 5]),
    check("trainG", "1"), check("trainD", "1"),
  ] },
  { group: "g-G", controls: [
    choice("noise", "normal", TG.LATENTS, fresh), whole("dim", "2", 1, 200, fresh),
    ...network("G", "2", "32", "relu"),
  ] },
  { group: "g-D", controls: network("D", "2", "32", "leaky_relu") },
];
TG.LAYERS = [
  check("real", "1"), check("fake", "1"), choice("heat", "probability", ["off", "logit", "probability"]),
  check("contour", "1"), check("manifold", ""), choice("arrows", "descent", ["off", "descent", "slope"]), choice("scale", "fixed", ["fixed", "own"]), check("tracks", ""),
];
TG.OTHERS = [
  choice("speed", "full", ["phases", "slow", "medium", "full"]),
  { key: "points", start: "", kind: "points", fresh: true },
  choice("lang", "", ["", "en", "fr"]), choice("theme", "", ["", "light", "dark"]),
];
const ALL = () => [...TG.CONTROLS.flatMap(({ controls }) => controls), ...TG.LAYERS, ...TG.OTHERS];
TG.control = (key) => ALL().find((each) => each.key === key);
TG.FRESH = ALL().filter((each) => each.fresh).map(({ key }) => key);

/* Values that a link may have wrong become the default. */
const POINT = /^-?\d+(\.-?\d+)$/;
const VALID = {
  choice: ({ options }, text) => options.includes(text),
  whole: ({ low, high }, text) => /^\d+$/.test(text) && Number(text) >= low && Number(text) <= high,
  sliding: ({ values }, text) => text !== "" && Number(text) >= values[0] && Number(text) <= values[values.length - 1],
  check: (_, text) => text === "1" || text === "",
  points: (_, text) => text === "" || text.split("_").every((one) => POINT.test(one)),
};
TG.clean = (state) => {
  const result = { ...TG.DEFAULTS };
  for (const control of ALL()) {
    if (VALID[control.kind](control, state[control.key])) result[control.key] = state[control.key];
  }
  return result;
};
TG.DEFAULTS = Object.fromEntries(ALL().map(({ key, start }) => [key, start]));

/* Points that a person drew: hundredths of both coordinates, as in "12.-30_5.7". */
TG.pointsOf = (text) => Float64Array.from(text ? text.split("_").flatMap((one) => one.split(".")) : [], (each) => Number(each) / 100);
TG.pointsText = (points) => {
  const parts = [];
  for (let i = 0; i < points.length; i += 2) parts.push(`${Math.round(100 * points[i])}.${Math.round(100 * points[i + 1])}`);
  return parts.join("_");
};

const hidden = (layers, units) => Array(Number(layers)).fill(Number(units));
/* The settings of `TG.GAN` that a state says. */
TG.settingsOf = (s) => ({
  loss: s.loss, penalty: s.penalty, penaltyWeight: Number(s.weight), smoothing: Number(s.smoothing),
  criticSteps: Number(s.ratio), trainG: s.trainG === "1", trainD: s.trainD === "1", optimizer: s.opt,
  rateG: Number(s.lrG), rateD: Number(s.lrD), beta1: Number(s.beta1), beta2: Number(s.beta2),
  latent: s.noise, latentDim: Number(s.dim), batch: Number(s.batch), seed: Number(s.seed),
  hiddenG: hidden(s.layersG, s.unitsG), hiddenD: hidden(s.layersD, s.unitsD),
  activationG: s.actG, activationD: s.actD,
});

/* Whether a control says anything under the other settings. */
const NEEDS = {
  smoothing: (s) => Boolean(TG.LOSSES[s.loss].smoothable),
  weight: (s) => s.penalty !== "none",
  beta1: (s) => s.opt === "adam",
  beta2: (s) => s.opt === "adam",
  ratio: (s) => s.trainD === "1",
  scale: (s) => s.arrows !== "off",
};
/* D's opinion as it can be drawn: a critic has no probability. */
TG.heatOf = ({ heat, loss }) => (heat === "probability" && !TG.LOSSES[loss].probability ? "logit" : heat);
TG.matters = (key, s) => !NEEDS[key] || NEEDS[key](s);

/* Ways to break a GAN on purpose, and cures: what differs from the defaults. */
TG.PRESETS = [
  ["healthy", {}],
  ["vanishing", { loss: "minimax", lrD: "0.01", trainG: "" }],
  ["fast", { lrG: "0.05", lrD: "0.05" }],
  ["line", { dim: "1" }],
  ["weak-D", { layersD: "1", unitsD: "2" }],
  ["small-G", { layersG: "1", unitsG: "2" }],
  ["momentum", { beta1: "0.9", lrG: "0.005", lrD: "0.005" }],
  ["slow", { lrG: "0.0001", lrD: "0.0001" }],
  ["cure-r1", { penalty: "r1", weight: "0.1", lrG: "0.003", lrD: "0.003" }],
  ["cure-wgan-gp", { loss: "wasserstein", penalty: "wgan-gp", weight: "0.1", ratio: "3" }],
];
/* The page's own defaults and a preset; language, colours and layers stay. */
TG.presetState = (patch) => {
  const starts = Object.fromEntries(ALL().map(({ key, start }) => [key, start]));
  const kept = [...TG.LAYERS.map(({ key }) => key), "lang", "theme", "speed"].map((key) => [key, TG.state[key]]);
  return { ...starts, ...Object.fromEntries(kept), ...patch };
};
}

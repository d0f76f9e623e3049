"use strict";
/* The live page: what is trained, the loop that trains and draws, going back. */
{
const LAB = { rules: [], run: null, trainer: null, applied: null, playing: false, changed: null };
const FRAME = 33, TRAINED = [6, 26];          // ms of a picture, and of training in it
const BOOKS = 220, PHASE = 900, SLOW = 250;   // ms between two rows, phases, slow steps
let drawings = {}, lastBooks = 0, lastMove = 0, lastRate = [0, 0], drawing = 8;

/* Opens the page: rules of health; run: what `ter_gan.lab.export` made, or null. */
TG.openLab = ({ rules, run, language }) => {
  LAB.rules = rules;
  if (language) TG.DEFAULTS.lang = language;
  if (run) adopt(run);
  TG.state = TG.parse(location.hash);
  TG.render();
};

const numbersOf = (text) => {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return Float64Array.from(new Float32Array(bytes.buffer));
};
const adopt = (run) => {
  TG.control("data").options.unshift("run");
  Object.assign(TG.DEFAULTS, run.state, { data: "run" });
  const { steps, iterations } = run, arrays = run.arrays.map(numbersOf);
  LAB.run = { ...run, points: numbersOf(run.points), start: { steps, iterations, arrays, logs: {} } };
};

/* -- from the state to a training ---------------------------------------------------- */

const datasetOf = (state) => {
  if (state.data === "run") return TG.listed(LAB.run.points, 0, TG.DATASETS[LAB.run.dataset]?.modes);
  if (state.data !== "drawn") return TG.DATASETS[state.data];
  const points = TG.pointsOf(state.points);
  return { ...TG.listed(points.length ? points : new Float64Array(2), TG.DRAWN_STD), box: [-2, 2, -2, 2] };
};
const nothingDrawn = (state) => state.data === "drawn" && !state.points;
const fits = (state) => LAB.run && TG.FRESH.every((key) => key === "seed" || state[key] === TG.DEFAULTS[key]);

const anew = (state) => {
  LAB.trainer = new TG.Trainer(TG.settingsOf(state), datasetOf(state), LAB.rules, fits(state) ? LAB.run.start : null);
  LAB.changed = TG.view.phase = null;
  LAB.scale = {};
  lastRate = [performance.now(), LAB.trainer.steps];
};
const apply = (state) => {
  const before = LAB.applied, settings = TG.settingsOf(state);
  LAB.applied = { ...state };
  if (!before || TG.FRESH.some((key) => state[key] !== before[key])) { anew(state); return; }
  const { trainer } = LAB, now = trainer.gan.settings;
  if (Object.keys(settings).every((key) => String(settings[key]) === String(now[key]))) return;
  Object.assign(now, settings);
  if (trainer.steps > trainer.first) LAB.changed = trainer.steps;
};

TG.render = () => {
  const root = document.documentElement;
  TG.state = TG.clean(TG.state);
  root.lang = TG.language();
  root.dataset.theme = TG.state.theme || "auto";
  document.getElementById("skip").textContent = TG.t("skip");
  document.title = `${title()} · TER GAN`;
  apply(TG.state);
  if (nothingDrawn(TG.state)) LAB.playing = false;
  Object.assign(TG.view, { run: { key: "" }, content: true, trainer: LAB.trainer, state: TG.state });
  TG.refresh(TG.view);
  draw();
  root.dataset.drawn = String(LAB.trainer.steps);
};
const title = () => (LAB.run ? TG.t("run-title", LAB.run.title) : TG.t("title"));

/* A preset, from its beginning. */
TG.begin = (patch) => {
  LAB.applied = null;
  TG.set(TG.presetState(patch));
};
const restart = () => { LAB.applied = null; TG.render(); };

/* -- drawing ------------------------------------------------------------------------- */

const layersOf = (state) => ({
  real: state.real === "1", generated: state.fake === "1", contour: state.contour === "1", manifold: state.manifold === "1", tracks: state.tracks === "1",
  arrows: state.arrows, heatmap: TG.heatOf(state),
});
/* The scales of the longest arrows that this training has had: shorter ones then
   look shorter. */
const longest = (arrows) => {
  for (const name of ["descent", "slope"]) LAB.scale[name] = Math.max(LAB.scale[name] || 0, TG.arrowScale(arrows[name]));
  return LAB.scale;
};
TG.drawPlane = (changes = {}) => {
  const { gan, observer } = LAB.trainer, { phase, state } = TG.view;
  const view = phase ? TG.phaseView(phase, gan, observer) : observer.view();
  if (!phase) view.tracks = LAB.trainer.tracks();
  if (nothingDrawn(state)) view.real = new Float64Array(0);
  if (state.scale === "fixed") view.arrows.scale = longest(view.arrows);
  let layers = layersOf(state);
  if (phase) {
    const [, shown] = TG.PHASE_PICTURES[phase], heatmap = layers.heatmap === "off" ? "logit" : layers.heatmap;
    layers = { arrows: "off", ...shown, heatmap: shown.heatmap ? heatmap : "off" };
  }
  drawings.plane.draw({ ...view, ...changes }, layers);
  const note = document.getElementById("picture-note");
  note.classList.toggle("phase-now", Boolean(phase));
  note.replaceChildren(...noteOf(phase, state));
};
/* What is seen: the phase with its equation and numbers, or what the grid is. */
const noteOf = (phase, { manifold, dim }) => {
  const { gan } = LAB.trainer;
  if (phase) {
    return [TG.t("phase-plane", TG.t(`p-${phase}`)), phase === "g-move" ? ` ${TG.t("ten-times", TG.MAGNIFIED)}` : "",
      TG.h("span", { class: "equation" }, ...TG.math(TG.equations(gan.settings)[phase])), TG.phaseNumbers(phase, gan).join(" · ")];
  }
  return manifold === "1" ? [TG.t(Number(dim) < 3 ? `manifold-${dim}` : "manifold-more", dim)] : [];
};
const sayTime = () => {
  const { trainer } = LAB, slider = document.getElementById("time"), step = String(trainer.steps);
  Object.assign(slider, { min: trainer.first, max: Math.max(trainer.last, trainer.first + 1), step: trainer.stride, value: trainer.steps });
  slider.setAttribute("aria-valuetext", `${TG.t("step")} ${step}`);
  document.getElementById("step").textContent = step;
  document.documentElement.dataset.drawn = step;
};
const overviewNumbers = () => ({ ...LAB.trainer.gan.logs, generator_slope: LAB.trainer.measured.generator_slope });
const networksOf = ({ latent, latentDim, hiddenG, hiddenD, activationG, activationD }) => {
  const dense = (units, activation) => units.map((n) => `dense ${n} ${activation.replace("_", " ")}`);
  return { G: [`${latent === "normal" ? "N(0, 1)" : "U(−1, 1)"}, ${latentDim}`, ...dense(hiddenG, activationG), "dense 2"], D: ["2", ...dense(hiddenD, activationD), "dense 1"] };
};
const draw = () => {
  const begin = performance.now(), { trainer } = LAB, { settings, loss } = trainer.gan;
  TG.drawPlane();
  sayTime();
  drawings.overview.draw({ networks: networksOf(settings), numbers: overviewNumbers(), loss: TG.t(`loss-${settings.loss}`), probability: Boolean(loss.probability) });
  TG.showPhase(TG.view.phase, trainer.gan);
  drawing = performance.now() - begin;
};
/* The slower part: measurements, curves, health. */
const books = (now) => {
  lastBooks = now;
  LAB.trainer.record();
  TG.refresh(TG.view);
  const seconds = (now - lastRate[0]) / 1000, steps = LAB.trainer.steps - lastRate[1];
  if (seconds > 1) {
    document.getElementById("rate").textContent = LAB.playing ? TG.t("rate", Math.round(Math.max(0, steps) / seconds)) : "";
    lastRate = [now, LAB.trainer.steps];
  }
};

/* -- the loop ------------------------------------------------------------------------ */

const PACES = {
  full: () => LAB.trainer.run(Math.max(TRAINED[0], Math.min(TRAINED[1], FRAME - drawing))),
  medium: () => LAB.trainer.run(0, 1),
  slow: (now) => { if (now - lastMove >= SLOW) { lastMove = now; LAB.trainer.run(0, 1); } },
  phases: (now) => { if (now - lastMove >= PHASE) { lastMove = now; TG.view.phase = LAB.trainer.advance(); } },
};
const frame = () => {
  if (!LAB.playing) return;
  const now = performance.now(), { speed } = TG.state;
  if (speed !== "phases") TG.view.phase = null;
  PACES[speed](now);
  if (now - lastBooks > BOOKS) books(now);
  draw();
  if (LAB.trainer.notFinite) stop();
  requestAnimationFrame(frame);
};
const stop = () => {
  LAB.playing = false;
  books(performance.now());
  sayPlaying();
};
const play = () => {
  if (LAB.playing) { stop(); return; }
  if (LAB.trainer.notFinite || nothingDrawn(TG.state)) return;
  LAB.playing = true;
  lastRate = [performance.now(), LAB.trainer.steps];
  sayPlaying();
  requestAnimationFrame(frame);
};
const one = (move) => () => {
  LAB.playing = false;
  if (LAB.trainer.notFinite || nothingDrawn(TG.state)) return;
  move();
  books(performance.now());
  draw();
  sayPlaying();
};
const oneStep = one(() => { TG.view.phase = null; LAB.trainer.step(); });
const onePhase = one(() => { TG.view.phase = LAB.trainer.advance(); });
const backTo = (step) => {
  LAB.playing = false;
  TG.view.phase = null;
  LAB.trainer.rewind(step);
  TG.refresh(TG.view);
  draw();
};
const sayPlaying = () => {
  const button = document.getElementById("play");
  button.textContent = LAB.playing ? `❚❚ ${TG.t("pause")}` : `▶ ${TG.t("play")}`;
};

/* -- the bar ------------------------------------------------------------------------- */

const copyLink = async () => {
  TG.commit();
  const field = document.getElementById("link");
  field.hidden = false;
  field.value = location.href;
  field.select();
  try { await navigator.clipboard.writeText(location.href); TG.announce(TG.t("copied")); }
  catch { document.execCommand("copy"); }
};
TG.panel("bar", () => [], (view, root) => {
  const button = (content, act, id, key, words = content) => TG.h("button", { onclick: act, id, "data-key": id, title: key ? `${words} (${key})` : words, "aria-label": words || false }, content);
  root.append(
    TG.h("div", { class: "title" }, TG.h("h1", {}, title())),
    TG.h("div", { class: "epochs" }, TG.h("div", { class: "go" }, button("", play, "play"), button(TG.t("one-step"), oneStep, "one-step", "→"), button(TG.t("one-phase"), onePhase, "one-phase", "."), button(["↺", TG.h("span", { class: "wide-word" }, ` ${TG.t("restart")}`)], restart, "restart", "", TG.t("restart"))),
      TG.h("label", { class: "epoch" }, TG.h("span", {}, TG.t("step"), " ", TG.h("b", { id: "step" })),
        TG.h("input", { type: "range", id: "time", "aria-label": TG.t("time"), oninput: (event) => backTo(Number(event.target.value)) })),
      TG.h("span", { id: "rate", class: "rate" })),
    TG.h("div", { class: "choices" }, TG.barChoice("speed", TG.t("speed")), TG.barChoice("lang", TG.t("language"), ["en", "fr"]), TG.barChoice("theme", TG.t("theme")),
      button(TG.t("copy-link"), copyLink, "copy-link")),
    TG.h("input", { id: "link", class: "link", readonly: true, hidden: true, "aria-label": TG.t("link-is") }));
}, ({ state }, root) => { TG.showSettings(root, state); sayPlaying(); });

document.addEventListener("keydown", (event) => {
  const { tagName, type } = event.target, moves = type === "range" || type === "number" || tagName === "SELECT";
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !LAB.trainer) return;
  if (event.key === " " && type !== "checkbox" && !["BUTTON", "SUMMARY", "A", "SELECT"].includes(tagName)) play();
  else if (event.key === "." && type !== "number") onePhase();
  else if (moves) return;
  else if (event.key === "ArrowRight") oneStep();
  else if (event.key === "ArrowLeft") backTo(LAB.trainer.steps - 1);
  else if (event.key === "Home") backTo(LAB.trainer.first);
  else return;
  event.preventDefault();
});

/* -- the other parts ------------------------------------------------------------------ */

TG.panel("notes", (view) => [LAB.changed, LAB.trainer.notFinite, nothingDrawn(view.state), fits(view.state)], ({ state }, root) => {
  const bad = LAB.trainer.notFinite, found = [
    bad && ["bad", `⚠ ${TG.t("not-finite", bad.step, bad.number)}`], nothingDrawn(state) && ["", TG.t("draw-first")],
    LAB.changed !== null && ["", TG.t("changed", LAB.changed)], LAB.run && !fits(state) && ["", TG.t("cut-run")],
  ].filter(Boolean);
  root.append(...found.map(([kind, text]) => TG.h("p", { class: `note ${kind}`, role: kind ? "alert" : false }, text)));
});

const LAYERS_SAID = ["real", "fake", "heat", "contour", "manifold", "arrows", "tracks"];
TG.panel("picture", () => [], (view, root) => {
  const box = TG.h("div"), tools = TG.h("div", { class: "draw-tools" });
  const explain = TG.h("details", { class: "explain", "data-key": "explain" }, TG.h("summary", {}, TG.t("help")), TG.explainLayers(LAYERS_SAID, { tracks: TG.SHOWN.tracks }));
  root.append(TG.h("h2", {}, TG.t("plane")), TG.h("p", { class: "lead" }, TG.t("lab-lead")), TG.layerControls(), box, TG.h("p", { class: "quiet", id: "picture-note" }), tools, explain);
  drawings.plane = TG.plane(box);
  TG.drawTools(drawings.plane, tools);
}, ({ state }, root) => {
  const drawn = state.data === "drawn";
  TG.showSettings(root, state);
  root.classList.toggle("drawing", drawn);
  root.querySelector(".draw-tools").hidden = !drawn;
  document.getElementById("draw-count").textContent = TG.t("drawn", TG.pointsOf(state.points).length / 2);
});

const sentenceOf = ({ rule, value }) => TG.finding(rule.name, TG.fill(rule.sentence, { value, limit: rule.limit }));
const warningOf = (found) => TG.h("div", { class: "note bad health-warning", role: "alert", "data-rule": found.rule.name }, TG.h("span", { class: "sign", "aria-hidden": "true" }, "⚠"),
  TG.h("span", { class: "sentence" }, `${sentenceOf(found)}.`), TG.h("span", { class: "advice" }, TG.t("mend", TG.t(`advice-${found.rule.name}`))));
/* As high with warnings as without, so that the controls below stay where they are. */
TG.panel("health", () => [LAB.trainer.findings.map(({ rule, value }) => [rule.name, value]), LAB.trainer.illnesses.length, LAB.trainer.judgedOnce], ({ trainer }, root) => {
  const { findings, judgedOnce } = trainer, now = findings.map(({ rule }) => rule), illnesses = trainer.illnesses.filter(({ rule }) => !now.includes(rule));
  const box = TG.h("div", { class: "health-box", tabindex: 0, role: "region", "aria-label": TG.t("health") }, findings.map(warningOf));
  if (!findings.length) box.append(TG.h("p", { class: judgedOnce ? "well" : "quiet" }, judgedOnce ? `✓ ${TG.t("healthy")}` : TG.t("not-judged")), TG.h("p", { class: "quiet" }, TG.t("rules-are")));
  if (illnesses.length) box.append(TG.h("h3", {}, TG.t("before")), TG.h("ul", { class: "health" }, illnesses.map((each) => TG.h("li", { class: "quiet" }, TG.t("at-step", each.step, sentenceOf(each))))));
  root.append(TG.h("h2", {}, TG.t("health")), box);
});

TG.panel("graph", () => [], (view, root) => {
  const box = TG.h("div");
  root.append(TG.h("h2", {}, TG.t("graph")), box);
  drawings.overview = TG.overview(box);
});

TG.panel("curves", () => [LAB.trainer.gan.settings.loss, LAB.trainer.observer.floor], ({ trainer }, root) => {
  const { gan: { loss }, observer } = trainer, box = TG.h("div");
  const facts = { equilibrium: loss.equilibrium, floor: observer.floor, modes: observer.dataset.modes?.centres.length, probability: loss.probability };
  root.append(TG.h("h2", {}, TG.t("curves")), TG.h("p", { class: "lead" }, TG.t("curves-lead", TG.SHOWN.measured)), box);
  drawings.curves = TG.curves(box, { charts: TG.ganCharts(facts), xLabel: TG.t("steps"), pick: backTo });
}, ({ trainer }) => drawings.curves.draw(trainer.series, trainer.steps));

TG.panel("about", () => [], (view, root) => {
  root.append(TG.h("h2", {}, TG.t("about")), TG.h("p", { class: "lead" }, TG.t("about-text")), TG.h("p", { class: "quiet" }, TG.t("about-keys")));
});
}

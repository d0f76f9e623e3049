"use strict";
/* The page of a film: one step number moves everything. */
{
const SPEEDS = [2, 5, 10, 20], HEATS = ["off", "logit", "probability"], ARROWS = ["off", "descent", "slope"];
const FACTS = ["dataset", "model", "loss", "penalty", "latent", "latent_dim", "seed", "pack", "modes"];
const drawings = TG.drawings = {};
let playing = 0;

TG.DEFAULTS = {
  film: "", step: "", real: "1", fake: "1", heat: "probability", contour: "1", manifold: "", arrows: "off", tracks: "",
  scale: "film", speed: "5", help: "", lang: "", theme: "",
};
TG.state = TG.parse(location.hash);

/* Shows what the state names; a newer state overtakes an older one. */
let newest = 0;
TG.render = async () => {
  const token = ++newest, { state } = TG, root = document.documentElement;
  root.lang = TG.language();
  root.dataset.theme = state.theme || "auto";
  document.getElementById("skip").textContent = TG.t("skip");
  const key = state.film || TG.films.keys().next().value;
  let film = TG.films.get(key);
  if (!film) {
    try {
      if (!key) throw new Error(TG.t("film-none"));
      film = await TG.loadFilm(key);
    } catch (error) {
      if (token === newest) fail(error.message);
      return;
    }
    if (token !== newest) return;
  }
  document.body.classList.remove("failed");
  const frame = state.step === "" ? film.length - 1 : film.nearest(Number(state.step) || 0);
  document.title = `${film.facts.title} · TER GAN`;
  TG.view = { run: film, content: true, film, frame };
  TG.refresh(TG.view);
  root.dataset.drawn = `${film.key}:${frame}`;
};

const fail = (text) => {
  stop();
  document.body.classList.add("failed");
  document.getElementById("notes").replaceChildren(TG.h("p", { class: "note bad", role: "alert" }, text));
  document.documentElement.dataset.drawn = "failed";
};

/* -- moving in time ---------------------------------------------------------------- */

const goTo = (frame, wait = 400) => {
  const { film } = TG.view, i = Math.max(0, Math.min(film.length - 1, frame));
  TG.set({ step: String(film.steps[i]) }, wait);
  if (!playing) TG.announce(TG.t("step-is", film.steps[i]));
};
const toStep = (step) => goTo(TG.view.film.nearest(step));
const stop = () => {
  clearTimeout(playing);
  if (playing) TG.commit();
  playing = 0;
};
const tick = () => {
  goTo((TG.view.frame + 1) % TG.view.film.length, 3000);
  playing = setTimeout(tick, 1000 / (Number(TG.state.speed) || 5));
};
const play = () => {
  if (playing) stop();
  else if (matchMedia("(prefers-reduced-motion: reduce)").matches) TG.announce(TG.t("reduced-motion"));
  else playing = setTimeout(tick, 0);
  sayPlaying();
};
const sayPlaying = () => {
  const button = document.getElementById("play"), words = TG.t(playing ? "pause" : "play");
  button.replaceChildren(playing ? "❚❚" : "▶", TG.h("span", { class: "play-word" }, ` ${words}`));
  button.setAttribute("aria-label", words);
  button.title = words;
};

document.addEventListener("keydown", (event) => {
  const { tagName, type } = event.target;
  if (!TG.view.film || event.ctrlKey || event.metaKey || event.altKey || tagName === "SELECT") return;
  if (event.key === "ArrowLeft") goTo(TG.view.frame - 1);
  else if (event.key === "ArrowRight") goTo(TG.view.frame + 1);
  else if (event.key === "Home") goTo(0);
  else if (event.key === "End") goTo(TG.view.film.length - 1);
  else if (event.key === "?") TG.set({ help: TG.state.help ? "" : "1" });
  else if (event.key === " " && type !== "checkbox" && !["BUTTON", "SUMMARY", "A"].includes(tagName)) play();
  else return;
  event.preventDefault();
});

TG.panel("bar", () => [], ({ film }, root) => {
  const icon = (text, label, action, id) => TG.h("button", { onclick: action, "aria-label": label, title: label, id, "data-key": label }, text);
  const choice = (key, options) => TG.select(TG.t(key === "lang" ? "language" : key), options, key === "lang" ? TG.language() : TG.state[key], (v) => TG.set({ [key]: v }), key);
  root.append(
    TG.h("div", { class: "title" }, TG.h("h1", {}, film.facts.title), TG.h("span", { class: "quiet" }, leadOf(film.facts))),
    TG.h("div", { class: "epochs film-bar" },
      icon("|◀", TG.t("previous"), () => goTo(TG.view.frame - 1)), icon("▶", TG.t("play"), play, "play"), icon("▶|", TG.t("next"), () => goTo(TG.view.frame + 1)),
      TG.h("div", { class: "time" },
        TG.h("label", { class: "epoch" }, TG.h("span", {}, TG.t("step"), " ", TG.h("b", { id: "step" }))),
        TG.h("div", { class: "track" },
          TG.h("input", { type: "range", id: "frame", min: 0, max: film.length - 1, step: 1, "data-key": "frame", "aria-label": TG.t("step"), oninput: (event) => goTo(Number(event.target.value)), onchange: () => TG.commit() }),
          flags(film)))),
    TG.h("p", { id: "latest", hidden: !film.health.length }),
    TG.h("div", { class: "choices" },
      choice("speed", SPEEDS.map((v) => [String(v), TG.t("per-second", v)])), choice("lang", [["en", "English"], ["fr", "Français"]]),
      choice("theme", ["", "light", "dark"].map((v) => [v, TG.t(`theme-${v || "auto"}`)]))));
}, ({ film, frame }) => {
  const slider = document.getElementById("frame");
  slider.value = frame;
  slider.setAttribute("aria-valuetext", `${TG.t("step-is", film.steps[frame])}, ${TG.t("frame-of", frame + 1, film.length)}`);
  document.getElementById("step").textContent = film.steps[frame];
  sayLatest(film, film.steps[frame]);
  sayPlaying();
});

/* A warning with what to try, which Python writes in English. */
const sentenceOf = ({ name, sentence }) => {
  const said = TG.finding(name, sentence), advice = WORDS[TG.language()][`try-${name}`];
  return said !== sentence && advice ? TG.t("try", said, advice) : said;
};

/* Options of a command stay on one line. */
const withOptions = (text) => text.split(/(--[\w-]+)/).map((part, i) => (i % 2 ? TG.h("span", { class: "option" }, part) : part));

/* The warnings of a frame: those since the frame before it. */
const warningsAt = ({ health, steps }, frame) => health.filter(({ step }) => step <= steps[frame] && !(frame && step <= steps[frame - 1]));

/* The last warning up to a step, in one line that is always there. */
const sayLatest = ({ health }, step) => {
  const latest = health.filter((each) => each.step <= step).pop(), line = document.getElementById("latest");
  line.textContent = line.title = latest ? `⚠ ${TG.t("at-step", latest.step, sentenceOf(latest))}` : "";
};

/* A mark over the slider for each frame with a warning. */
const flags = (film) => {
  const marked = film.steps.map((_, i) => i).filter((i) => warningsAt(film, i).length), last = Math.max(1, film.length - 1);
  return TG.h("div", { class: "flags" }, marked.map((i) => {
    const words = TG.t("at-step", film.steps[i], warningsAt(film, i).map(sentenceOf).join(" "));
    return TG.h("button", { class: "flag-button", style: `left: calc(8px + (100% - 16px) * ${i / last})`, title: words, "aria-label": words, tabindex: -1, onclick: () => goTo(i) });
  }));
};

TG.panel("notes", () => [], () => {});

/* -- the plane and its layers --------------------------------------------------------- */

const heatsOf = (film) => HEATS.filter((heat) => heat !== "probability" || film.facts.probability);

TG.panel("picture", () => [TG.state.help], ({ film }, root) => {
  const box = TG.h("div");
  root.append(TG.h("h2", {}, TG.t("plane")), TG.h("p", { class: "lead" }, TG.t("film-lead", film.frame(0).generated.length / 2)), box, controls(film));
  if (TG.state.help) root.append(explanations(film));
  drawings.plane = TG.plane(box);
}, ({ film, frame }, root) => {
  const { state } = TG, on = (name) => state[name] === "1";
  drawings.plane.draw(film.view(frame, { tracks: on("tracks"), fixed: state.scale !== "frame" }), {
    real: on("real"), generated: on("fake"), heatmap: state.heat, contour: on("contour"), manifold: on("manifold"), arrows: state.arrows, tracks: on("tracks"),
  });
  for (const input of root.querySelectorAll("input[data-layer]")) input.checked = on(input.dataset.layer);
  for (const select of root.querySelectorAll("select")) select.value = shownChoice(film, select.dataset.key);
});

const shownChoice = (film, key) => key === "heat" && !heatsOf(film).includes(TG.state.heat) ? "logit" : TG.state[key];

const leadOf = ({ dataset, model, loss, penalty, latent, latent_dim, seed }) =>
  [dataset, model, loss, penalty !== "none" && penalty, latent && `z: ${latent}, ${latent_dim}`, seed !== undefined && `${TG.t("fact-seed")} ${seed}`].filter(Boolean).join(" · ");

const controls = (film) => {
  const check = (name) => TG.h("label", { class: "check" }, TG.h("input", { type: "checkbox", "data-layer": name, "data-key": name, onchange: (event) => TG.set({ [name]: event.target.checked ? "1" : "" }) }), TG.t(`layer-${name}`));
  const choice = (label, key, options) => TG.select(label, options, TG.state[key], (v) => TG.set({ [key]: v }), key);
  const { shapes } = film, pushes = ARROWS.filter((arrows) => arrows === "off" || shapes[arrows]);
  return TG.h("div", { class: "controls", role: "group", "aria-label": TG.t("layers") },
    check("real"), check("fake"), check("tracks"), shapes.manifold && check("manifold"), shapes.logits && check("contour"),
    shapes.logits && choice(TG.t("layer-heat"), "heat", heatsOf(film).map((v) => [v, TG.t(v === "off" ? "heat-off" : `heat-is-${v}`)])),
    pushes.length > 1 && choice(TG.t("layer-arrows"), "arrows", pushes.map((v) => [v, TG.t(v === "off" ? "arrows-off" : `arrows-is-${v}`)])),
    choice(TG.t("scale"), "scale", ["film", "frame"].map((v) => [v, TG.t(`scale-${v}`)])),
    TG.h("button", { "aria-expanded": String(Boolean(TG.state.help)), "data-key": "help", onclick: () => TG.set({ help: TG.state.help ? "" : "1" }) }, `? ${TG.t("help")}`));
};

/* Each layer in plain words, and what to look for. */
const explanations = ({ facts, shapes }) => {
  const has = { real: true, fake: true, heat: shapes.logits, contour: shapes.logits, manifold: shapes.manifold, arrows: shapes.descent, tracks: true };
  const names = Object.keys(has).filter((name) => has[name]), more = Object.fromEntries(names.map((name) => [name, ofThisFilm(name, facts)]));
  const list = TG.explainLayers(names, { tracks: TG.TRACKS, more });
  list.append(TG.h("dt", {}, "⌨"), TG.h("dd", {}, TG.t("about-keys")));
  return list;
};
/* What Python says of a layer is in English. */
const ofThisFilm = (name, { manifold, heatmap }) => {
  const english = TG.language() === "en";
  if (name === "manifold" && manifold) return `${TG.t(`manifold-${manifold.kind}`)} ${english ? manifold.text : ""}`;
  return name === "heat" ? `${TG.t("about-bounds")} ${english && heatmap ? heatmap : ""}` : "";
};

/* -- the graph, the numbers, the warnings and the facts -------------------------------- */

TG.panel("graph", () => [], ({ film }, root) => {
  const box = TG.h("div");
  root.append(TG.h("h2", {}, TG.t("overview")), box);
  drawings.overview = TG.overview(box);
}, ({ film, frame }) => {
  const { networks, loss, probability } = film.facts;
  const numbers = Object.fromEntries(Object.entries(film.numbers).map(([name, values]) => [name, values[frame]]));
  drawings.overview.draw({ networks, numbers, loss, probability });
});

TG.panel("numbers", () => [], ({ film }, root) => {
  const box = TG.h("div");
  root.append(TG.h("h2", {}, TG.t("curves")), TG.h("p", { class: "lead" }, TG.t("curves-lead")), box);
  drawings.curves = TG.curves(box, { charts: TG.ganCharts(film.facts), xLabel: TG.t("steps"), pick: toStep });
}, ({ film, frame }) => drawings.curves.draw({ x: film.steps, values: film.numbers }, film.steps[frame]));

TG.panel("warnings", () => [TG.state.step], ({ film, frame }, root) => {
  const now = warningsAt(film, frame);
  root.append(TG.h("h2", {}, TG.t("warnings")), film.health.length
    ? TG.h("ul", { class: "health scroll", tabindex: 0, "aria-label": TG.t("warnings") }, film.health.map((each) => TG.h("li", { class: now.includes(each) ? "now" : false },
      TG.h("button", { onclick: () => toStep(each.step) }, TG.t("step-is", each.step)), " ", withOptions(sentenceOf(each)))))
    : TG.h("p", { class: "quiet" }, TG.t("no-warnings")));
});

TG.panel("about", () => [], ({ film }, root) => {
  const { facts } = film, row = (name, text) => TG.h("tr", {}, TG.h("th", { scope: "row" }, TG.t(`fact-${name}`)), TG.h("td", {}, text));
  const known = FACTS.filter((name) => facts[name] !== undefined && facts[name] !== null);
  const half = (film.range[1] - film.range[0]) / 65534 / 2;
  root.append(TG.h("h2", {}, TG.t("about")),
    facts.command ? TG.h("p", {}, `${TG.t("command")} `, TG.h("code", { class: "command" }, facts.command)) : "",
    TG.h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": TG.t("about") }, TG.h("table", {}, TG.h("tbody", {}, known.map((name) => row(name, String(facts[name]))),
      ["G", "D"].map((name) => row(name, facts.networks[name].join(" → "))), row("frames", String(film.length))))),
    TG.h("p", { class: "quiet" }, TG.t("precision", TG.number(half, 1)), " ", TG.t("share-link")), TG.h("p", { class: "quiet", id: "beyond" }));
}, ({ film, frame }) => {
  document.getElementById("beyond").textContent = film.beyond[frame] ? TG.t("unseen", film.beyond[frame]) : "";
});
}

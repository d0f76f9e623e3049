"use strict";
/* The page of latent directions: images made before, moved through by a slider. */

Object.assign(WORDS.en, {
  "skip": "Skip to the content", "lead": "{0}, epoch {1}. Every image here was made by the generator beforehand; the page only shows them.",
  "method": "Method", "ganspace": "GANSpace (Härkönen et al. 2020)", "sefa": "SeFa (Shen & Zhou 2021)", "direction": "Direction", "sample": "Sample", "direction-n": "direction {0}", "sample-n": "sample {0}",
  "title": "{0}: directions of the latent space", "grey": "mean absolute change, grey levels", "walk": "One sample, moved", "offset": "Move", "offset-is": "{0} σ", "ends": "σ is the standard deviation of one latent: {0}. {1}", "normal": "Beyond ±3 σ hardly any latent is ever drawn.", "uniform": "The law ends at ±1.73 σ: what lies beyond was never trained.",
  "samples": "All samples at this place", "samples-lead": "A direction means something when it does the same to all of them. Click on one to look at it closely.",
  "strength": "How strong each direction is", "share-ganspace": "Share of the variance of the layer {0} over many latents. The directions are the layer’s principal components, brought back to latents.", "share-sefa": "Share of the squared singular values of the weights of {0}: how far the layer moves for a step of one length.",
  "change": "Where it changes images", "change-lead": "Mean absolute change of each pixel from −{0} σ to +{0} σ, over {1} samples; in grey levels of 0 to 255.", "keys": "Keys", "keys-are": "← and → move along the direction, ↑ and ↓ choose it; N: next sample; M: the other method; 0: back to the sample itself.",
  "caution": "A strong direction changes much. Whether it has one meaning, such as stroke width, is for you to see: nothing in the methods asks for it. The sign of a direction is arbitrary.",
});
Object.assign(WORDS.fr, {
  "skip": "Aller au contenu", "lead": "{0}, époque {1}. Toutes ces images ont été faites d’avance par le générateur ; la page ne fait que les montrer.",
  "method": "Méthode", "ganspace": "GANSpace (Härkönen et al. 2020)", "sefa": "SeFa (Shen & Zhou 2021)", "direction": "Direction", "sample": "Échantillon", "direction-n": "direction {0}", "sample-n": "échantillon {0}",
  "title": "{0} : directions de l’espace latent", "grey": "changement absolu moyen, niveaux de gris", "walk": "Un échantillon, déplacé", "offset": "Déplacer", "offset-is": "{0} σ", "ends": "σ est l’écart-type d’une variable latente : {0}. {1}", "normal": "Au-delà de ±3 σ on ne tire presque jamais de latent.", "uniform": "La loi s’arrête à ±1,73 σ : au-delà rien n’a été appris.",
  "samples": "Tous les échantillons à cet endroit", "samples-lead": "Une direction a un sens quand elle fait la même chose à tous. Un clic montre l’échantillon en grand.",
  "strength": "La force de chaque direction", "share-ganspace": "Part de la variance de la couche {0} sur beaucoup de latents. Les directions sont les composantes principales de la couche, ramenées aux latents.", "share-sefa": "Part des carrés des valeurs singulières des poids de {0} : de combien la couche bouge pour un pas de longueur un.",
  "change": "Où elle change les images", "change-lead": "Changement absolu moyen de chaque pixel de −{0} σ à +{0} σ, sur {1} échantillons, en niveaux de gris de 0 à 255.", "keys": "Touches", "keys-are": "← et → déplacent, ↑ et ↓ choisissent la direction ; N : échantillon suivant ; M : l’autre méthode ; 0 : retour à l’échantillon.",
  "caution": "Une direction forte change beaucoup. Qu’elle ait un seul sens, comme l’épaisseur du trait, c’est à vous de le voir : rien dans les méthodes ne le demande. Le signe d’une direction est arbitraire.",
});

TG.DEFAULTS = { method: "", direction: "0", sample: "0", at: "", lang: "", theme: "" };
TG.state = TG.parse(location.hash);

TG.showLatent = async (data) => {
  for (const method of data.methods) {
    method.images = await Promise.all(method.sheets.map(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      return image;
    }));
  }
  TG.view = { run: { key: "latent" }, content: true, data };
  TG.render();
};

{
const limit = (value, length) => Math.max(0, Math.min(length - 1, Math.round(Number(value)) || 0));
const sigmas = (value) => (value > 0 ? "+" : value < 0 ? "−" : "") + Math.abs(value);

TG.render = () => {
  const { view, state } = TG, root = document.documentElement;
  if (!view.data) return;
  root.lang = TG.language();
  root.dataset.theme = state.theme || "auto";
  document.title = `${view.data.title} · TER GAN`;
  document.getElementById("skip").textContent = TG.t("skip");
  const { methods, offsets, samples } = view.data;
  view.method = methods.find((each) => each.name === state.method) || methods[0];
  view.direction = limit(state.direction, view.method.sheets.length);
  view.sample = limit(state.sample, samples);
  view.step = state.at === "" ? (offsets.length - 1) / 2 : limit(state.at, offsets.length);
  TG.refresh(view);
  root.dataset.drawn = [view.method.name, view.direction, view.sample, view.step].join(":");
};

const tile = (canvas, sample, step) => {
  const { data, method, direction } = TG.view, [w, h] = data.tile;
  Object.assign(canvas, { width: w, height: h });
  canvas.getContext("2d").drawImage(method.images[direction], step * w, sample * h, w, h, 0, 0, w, h);
  return canvas;
};
const canvas = () => TG.h("canvas", { "aria-hidden": "true" });
const press = (list, chosen) => [...list].forEach((each, i) => each.setAttribute("aria-pressed", i === chosen));
const move = (step) => {
  const { data } = TG.view, at = limit(step, data.offsets.length);
  TG.set({ at: String(at) }, 400);
  TG.announce(TG.t("offset-is", sigmas(data.offsets[at])));
};
const numbered = (word, count) => Array.from({ length: count }, (_, i) => [String(i), TG.t(word, i + 1)]);

TG.panel("bar", ({ method, direction, sample }) => [method.name, direction, sample], ({ data, method, direction, sample }, root) => {
  const choice = (key, options, value) => TG.select(TG.t(key === "lang" ? "language" : key), options, value, (v) => TG.set({ [key]: v }), key);
  root.append(
    TG.h("div", { class: "title" }, TG.h("h1", {}, TG.t("title", data.title))),
    TG.h("div", { class: "choices" },
      choice("method", data.methods.map(({ name }) => [name, TG.t(name)]), method.name),
      choice("direction", numbered("direction-n", method.sheets.length), String(direction)),
      choice("sample", numbered("sample-n", data.samples), String(sample)),
      choice("lang", [["en", "English"], ["fr", "Français"]], TG.language()),
      choice("theme", ["", "light", "dark"].map((v) => [v, TG.t(`theme-${v || "auto"}`)]), TG.state.theme)));
});

TG.panel("walk", () => [], ({ data }, root) => {
  root.append(
    TG.h("h2", {}, TG.t("walk")),
    TG.h("canvas", { class: "sheet-large", id: "large", role: "img" }),
    TG.h("label", { class: "slide" }, TG.h("span", {}, TG.t("offset")),
      TG.h("input", { type: "range", id: "at", min: 0, max: data.offsets.length - 1, step: 1, "data-key": "at", oninput: (event) => move(event.target.value) }),
      TG.h("output", { id: "offset" })),
    TG.h("div", { class: "stepping", id: "stepping" }, data.offsets.map((offset, i) => TG.h("button", { onclick: () => move(i), title: TG.t("offset-is", sigmas(offset)), "aria-label": TG.t("offset-is", sigmas(offset)), "data-key": `step-${i}` }, canvas()))),
    TG.h("p", { class: "quiet" }, TG.t("ends", TG.number(data.sigma), TG.t(data.law))));
}, ({ data, method, direction, sample, step }, root) => {
  const offset = TG.t("offset-is", sigmas(data.offsets[step])), slider = root.querySelector("#at");
  const large = tile(root.querySelector("#large"), sample, step);
  large.setAttribute("aria-label", [TG.t("sample-n", sample + 1), TG.t(method.name), TG.t("direction-n", direction + 1), offset].join(", "));
  slider.value = step;
  slider.setAttribute("aria-valuetext", offset);
  root.querySelector("#offset").textContent = offset;
  const buttons = root.querySelector("#stepping").children;
  [...buttons].forEach((button, i) => tile(button.firstChild, sample, i));
  press(buttons, step);
});

TG.panel("samples", () => [], ({ data }, root) => root.append(
  TG.h("h2", {}, TG.t("samples")), TG.h("p", { class: "lead" }, TG.t("samples-lead")),
  TG.h("div", { class: "tiles", id: "tiles" }, numbered("sample-n", data.samples).map(([i, text]) => TG.h("button", { class: "tile", onclick: () => TG.set({ sample: i }), "data-key": `tile-${i}` }, canvas(), text))),
), ({ sample, step }, root) => {
  const tiles = root.querySelector("#tiles").children;
  [...tiles].forEach((button, i) => tile(button.firstChild, i, step));
  press(tiles, sample);
});

TG.panel("strength", ({ method }) => [method.name], ({ method }, root) => root.append(
  TG.h("h2", {}, TG.t("strength")), TG.h("p", { class: "lead" }, TG.t(`share-${method.name}`, method.layer)),
  TG.h("div", { class: "bars", id: "bars" }, method.shares.map((share, i) => TG.h("button", { onclick: () => TG.set({ direction: String(i) }), "data-key": `bar-${i}`, "aria-label": `${TG.t("direction-n", i + 1)}: ${TG.percent(share)}` },
    TG.h("span", {}, String(i + 1)), TG.h("span", { class: "track" }, TG.h("span", { class: "length", style: `width: ${100 * share / Math.max(...method.shares)}%` })), TG.h("b", {}, TG.percent(share))))),
), ({ direction }, root) => press(root.querySelector("#bars").children, direction));

TG.panel("change", ({ method, direction }) => [method.name, direction], ({ data, method, direction }, root) => root.append(
  TG.h("h2", {}, TG.t("change")), TG.h("p", { class: "lead" }, TG.t("change-lead", data.change.sigmas, data.change.samples)),
  TG.h("div", { class: "changes" },
    TG.h("img", { src: method.changes[direction], alt: `${TG.t("change")}, ${TG.t("direction-n", direction + 1)}` }),
    TG.h("div", { class: "scale-bar" }, TG.h("div", { class: "colours", style: `background: linear-gradient(to right, ${data.change.colours.join(", ")})` }),
      TG.h("div", { class: "ends" }, TG.h("span", {}, "0"), TG.h("span", {}, TG.number(data.change.end))), TG.h("p", {}, TG.t("grey"))))));

TG.panel("about", () => [], ({ data }, root) => root.append(
  TG.h("p", { class: "lead" }, TG.t("lead", data.title, data.epoch)), TG.h("p", { class: "note" }, TG.t("caution")),
  TG.h("h3", {}, TG.t("keys")), TG.h("p", { class: "quiet" }, TG.t("keys-are"))));

document.addEventListener("keydown", (event) => {
  const { view } = TG, { tagName } = event.target;
  if (!view.data || event.ctrlKey || event.metaKey || event.altKey || tagName === "SELECT") return;
  const { data, method, direction, sample, step } = view, key = event.key.toLowerCase();
  if (key === "arrowleft") move(step - 1);
  else if (key === "arrowright") move(step + 1);
  else if (key === "arrowup") TG.set({ direction: String(limit(direction - 1, method.sheets.length)) });
  else if (key === "arrowdown") TG.set({ direction: String(limit(direction + 1, method.sheets.length)) });
  else if (key === "n") TG.set({ sample: String((sample + 1) % data.samples) });
  else if (key === "m") TG.set({ method: data.methods[(data.methods.indexOf(method) + 1) % data.methods.length].name });
  else if (key === "0") move((data.offsets.length - 1) / 2);
  else return;
  event.preventDefault();
});
}

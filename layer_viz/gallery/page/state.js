"use strict";
/* The state of the page, which is the text after # in its address, and the
   small helpers that everything else uses. */

const TG = { runs: [], texts: new Map(), waiting: new Map(), view: {} };

TG.DEFAULTS = {
  run: "a", e: "", layer: "", unit: "", probe: "0", map: "0", why: "", cmp: "", lang: "",
  theme: "", scale: "epoch", sort: "index", show: "", guide: "1",
};
TG.state = { ...TG.DEFAULTS };

TG.parse = (hash) => {
  const state = { ...TG.DEFAULTS };
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ""))) {
    if (name in state) state[name] = value;
  }
  return state;
};

TG.serialise = (state) => {
  const pairs = Object.entries(state).filter(([k, v]) => v !== TG.DEFAULTS[k]);
  return "#" + new URLSearchParams(pairs).toString().replace(/%2F/g, "/").replace(/%3A/g, ":");
};

/* Changes the state and draws. While a person scrubs or a film plays, the
   address follows only when it comes to rest: one step back is one decision. */
let commitTimer = 0;
TG.set = (patch, wait = 0) => {
  Object.assign(TG.state, patch);
  clearTimeout(commitTimer);
  if (wait) commitTimer = setTimeout(TG.commit, wait);
  else TG.commit();
  return TG.render();
};
TG.commit = () => {
  const hash = TG.serialise(TG.state);
  if (location.hash !== hash && (location.hash || hash !== "#")) location.hash = hash;
};
window.addEventListener("hashchange", () => {
  if (location.hash === "#main" || TG.serialise(TG.state) === (location.hash || "#")) return;
  TG.state = TG.parse(location.hash);
  TG.render();
});

/* Words of the page's language; {0}, {1} are filled in. */
TG.language = () => {
  const wanted = TG.state.lang || (navigator.language || "en").slice(0, 2);
  return wanted in WORDS ? wanted : "en";
};
TG.has = (key) => key in WORDS.en;
TG.t = (key, ...values) => {
  const text = WORDS[TG.language()][key] ?? WORDS.en[key] ?? key;
  return text.replace(/\{(\d)\}/g, (_, i) => values[i]);
};

/* An element. Text goes in as text only, so no name can become markup. */
TG.h = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return element;
};
TG.svg = (tag, properties = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

TG.select = (label, options, value, change, key) => {
  const list = TG.h("select", { "data-key": key || label, onchange: () => change(list.value) },
    options.map(([id, text]) => TG.h("option", { value: id, selected: id === value }, text)));
  return TG.h("label", { class: "field" }, TG.h("span", {}, label), list);
};
TG.details = (summary, key, fill) => {
  const box = TG.h("details", { "data-key": key }, TG.h("summary", {}, summary));
  box.addEventListener("toggle", () => {
    if (box.open && box.children.length === 1) { box.append(fill()); TG.repaint(); }
  });
  return box;
};

TG.number = (value, digits = 3) => {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(digits - 1);
  return String(Number(value.toPrecision(digits)));
};
TG.percent = (share) => `${TG.number(100 * share, 3)} %`;
TG.chance = (logit) => 1 / (1 + Math.exp(-logit));

TG.announce = (text) => { document.getElementById("announcer").textContent = text; };

/* A part of the page: rebuilt when its key changes, updated with every epoch. */
TG.panels = [];
TG.panel = (id, key, build, update = () => {}) => TG.panels.push({ id, key, build, update });
TG.refresh = (view) => {
  for (const panel of TG.panels) {
    const root = document.getElementById(panel.id);
    const key = JSON.stringify([TG.language(), view.run.key, panel.key(view)]);
    if (panel.shown !== key) {
      panel.shown = key;
      const focused = root.contains(document.activeElement) && document.activeElement.dataset.key;
      const open = [...root.querySelectorAll("details[open]")].map((d) => d.dataset.key);
      root.replaceChildren();
      panel.build(view, root);
      for (const d of root.querySelectorAll("details")) d.open = open.includes(d.dataset.key);
      if (focused) root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
    if (view.content) panel.update(view, root);
  }
};

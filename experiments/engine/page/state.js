"use strict";
/* The state of the page, which is the text after # in its address, and the
   small helpers that everything else uses. */

const TG = {};

TG.DEFAULTS = { outcome: "", x: "", y: "", cell: "", trial: "", lang: "", theme: "" };
TG.state = { ...TG.DEFAULTS };

TG.parse = (hash) => {
  const state = { ...TG.DEFAULTS };
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ""))) {
    if (name in state) state[name] = value;
  }
  return state;
};
TG.serialise = (state) =>
  "#" + new URLSearchParams(Object.entries(state).filter(([k, v]) => v !== TG.DEFAULTS[k]));

TG.set = (patch) => {
  Object.assign(TG.state, patch);
  const hash = TG.serialise(TG.state);
  if (location.hash !== hash && (location.hash || hash !== "#")) location.hash = hash;
  TG.render();
};
window.addEventListener("hashchange", () => {
  if (location.hash === "#main" || TG.serialise(TG.state) === (location.hash || "#")) return;
  TG.state = TG.parse(location.hash);
  TG.render();
});

TG.language = () => {
  const wanted = TG.state.lang || (navigator.language || "en").slice(0, 2);
  return wanted in WORDS ? wanted : "en";
};
TG.t = (key, ...values) =>
  (WORDS[TG.language()][key] ?? key).replace(/\{(\d)\}/g, (_, i) => values[i]);

/* An element. Text goes in as text only, so no name can become markup. */
TG.h = (tag, properties = {}, ...children) => fill(document.createElement(tag), properties, children);
TG.svg = (tag, properties = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
const fill = (element, properties, children) => {
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return element;
};

TG.select = (name, options, value, change) => {
  const list = TG.h("select", { "data-key": name, onchange: () => change(list.value) },
    options.map(([id, text]) => TG.h("option", { value: id, selected: id === value }, text)));
  return TG.h("label", { class: "field" }, TG.h("span", {}, TG.t(name)), list);
};

TG.number = (value, digits = 3) => {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value), far = size !== 0 && (size < 1e-3 || size >= 1e6);
  return TG.local(far ? value.toExponential(digits - 1) : Number(value.toPrecision(digits)));
};
/* A number as the page's language writes it. */
TG.local = (number) => {
  const text = String(number).replace(/-/g, "−");
  return TG.language() === "fr" ? text.replace(".", ",") : text;
};

/* The name of a cell, as Python's cell_key writes it, made of the trial's key. */
TG.cellOf = (trial) => trial.key.replace(/,seed=\d+$/, "");
TG.words = (cell) => Object.entries(cell).map(([k, v]) => `${TG.name(k)} = ${TG.value(v)}`).join(", ") || TG.t("none");
TG.name = (setting) => setting.replace(/_/g, " ");
TG.value = (value) => (typeof value === "number" ? TG.local(value) : String(value));

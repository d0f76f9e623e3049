"use strict";
/* The controls, the layers of the plane, the presets: each sets the state. */
{
const WAIT = 400;  // ms until the address follows a slider
const NAMES = { noise: "noise-law" };  // "noise" names a box of the overview
const named = (key) => TG.t(NAMES[key] || key);
const optionText = {
  data: (id) => TG.t(`data-${id}`), loss: (id) => TG.t(`loss-${id}`), penalty: (id) => TG.t(`penalty-${id}`), opt: (id) => TG.t(`opt-${id}`),
  noise: (id) => TG.t(`noise-${id}`), actG: (id) => TG.t(`act-${id}`), actD: (id) => TG.t(`act-${id}`), speed: (id) => TG.t(`speed-${id}`),
  heat: (id) => TG.t(id === "off" ? "heat-off" : `heat-is-${id}`), arrows: (id) => TG.t(id === "off" ? "arrows-off" : `arrows-is-${id}`),
  scale: (id) => TG.t(`scale-${id}`), lang: (id) => ({ en: "English", fr: "Français" })[id], theme: (id) => TG.t(`theme-${id || "auto"}`),
};

/* The place of the stop that is nearest to a value. */
const nearest = (values, value) => {
  const distance = (v) => Math.abs(value > 0 && v > 0 ? Math.log(v / value) : v - value);
  return values.reduce((best, v, i) => (distance(v) < distance(values[best]) ? i : best), 0);
};

const MAKERS = {
  choice: ({ key, options }) => TG.h("select", { "data-key": key, onchange: (event) => TG.set({ [key]: event.target.value }) },
    options.map((id) => TG.h("option", { value: id }, optionText[key](id)))),
  whole: ({ key, low, high }) => TG.h("input", { "data-key": key, type: "number", min: low, max: high, step: 1, onchange: (event) => {
    const value = Math.round(Math.min(high, Math.max(low, Number(event.target.value) || 0)));
    TG.set({ [key]: String(value) });
  } }),
  sliding: ({ key, values }) => TG.h("input", { "data-key": key, type: "range", min: 0, max: values.length - 1, step: 1,
    oninput: (event) => TG.set({ [key]: String(values[event.target.value]) }, WAIT), onchange: () => TG.commit() }),
  check: ({ key }) => TG.h("input", { "data-key": key, type: "checkbox", onchange: (event) => TG.set({ [key]: event.target.checked ? "1" : "" }) }),
};
const SHOWERS = {
  choice: (input, { key }, state) => { input.value = key === "lang" ? TG.language() : state[key]; },
  whole: (input, { key }, state) => { if (document.activeElement !== input || input.value !== state[key]) input.value = state[key]; },
  sliding: (input, { key, values }, state) => {
    input.value = nearest(values, Number(state[key]));
    input.setAttribute("aria-valuetext", state[key]);
    const output = input.parentElement.querySelector("output");
    if (output) output.textContent = TG.local(state[key]);
  },
  check: (input, { key }, state) => { input.checked = state[key] === "1"; },
};

/* A control with its label. */
TG.setting = (control) => {
  const { key, kind, fresh } = control, input = MAKERS[kind](control);
  const name = TG.h("span", {}, named(key), fresh ? TG.h("span", { class: "fresh-mark", "aria-hidden": "true" }, "\u00a0↺") : null);
  return TG.h("label", { class: "setting" }, name, kind === "sliding" ? TG.h("span", { class: "slid" }, input, TG.h("output")) : input);
};
/* Shows the state in all controls below an element. */
TG.showSettings = (root, settings) => {
  const state = { ...settings, heat: TG.heatOf(settings) };
  for (const input of root.querySelectorAll("[data-key]")) {
    const control = TG.control(input.dataset.key);
    if (!control) continue;
    SHOWERS[control.kind](input, control, state);
    const idle = !TG.matters(control.key, state);
    if (input.disabled !== idle) input.disabled = idle;
    input.closest("label").classList.toggle("idle", idle);
  }
};

TG.panel("settings", () => [], (view, root) => {
  root.append(TG.h("h2", {}, TG.t("settings")), TG.h("p", { class: "quiet" }, TG.t("settings-lead")),
    ...TG.CONTROLS.map(({ group, controls }) => TG.h("fieldset", {}, TG.h("legend", {}, TG.t(group)), controls.map(TG.setting))));
}, (view, root) => TG.showSettings(root, view.state));

/* The toggles of the plane's layers. */
TG.layerControls = () => TG.h("div", { class: "controls" }, TG.LAYERS.map((control) => {
  const input = MAKERS[control.kind](control), words = TG.h("span", {}, TG.t(`layer-${control.key}`));
  return control.kind === "check" ? TG.h("label", { class: "check" }, input, words) : TG.h("label", { class: "field" }, words, input);
}));
/* A choice of the bar. */
TG.barChoice = (key, label, options) => {
  const control = TG.control(key), input = MAKERS.choice({ key, options: options || control.options });
  return TG.h("label", { class: "field" }, TG.h("span", {}, label), input);
};

/* The preset that the settings are; else, while a person mends it, the last one. */
let last = "";
const presetOf = (state) => TG.PRESETS.find(([, patch]) => Object.entries(TG.presetState(patch)).every(([key, value]) => state[key] === value))?.[0];
TG.panel("presets", ({ state }) => [presetOf(state), last], ({ state }, root) => {
  const chosen = presetOf(state) ?? last, choose = (name, patch) => { last = name; TG.begin(patch); };
  root.append(TG.h("h2", {}, TG.t("presets")), TG.h("p", { class: "lead" }, TG.t("presets-lead")),
    TG.h("div", { class: "preset-list" }, TG.PRESETS.map(([name, patch]) =>
      TG.h("button", { "data-preset": name, "data-key": `preset-${name}`, "aria-pressed": String(name === chosen), title: TG.t(`watch-${name}`), onclick: () => choose(name, patch) }, TG.t(`preset-${name}`)))),
    TG.h("p", { class: "watch", "aria-live": "polite" }, chosen ? TG.t(`watch-${chosen}`) : ""));
});

/* -- points that a person draws ---------------------------------------------------- */

const DRAW = { most: 400, apart: 0.05, reach: 2 };
TG.drawTools = (plane, box) => {
  let stroke = null;
  const points = () => [...TG.pointsOf(TG.state.points)];
  const keep = (list) => TG.set({ points: TG.pointsText(list.slice(0, 2 * DRAW.most)) });
  const inside = ([x, y]) => Math.abs(x) <= DRAW.reach && Math.abs(y) <= DRAW.reach;
  const take = (event) => {
    const [x, y] = plane.at(event), n = stroke.length;
    if (!inside([x, y]) || (n && Math.hypot(x - stroke[n - 2], y - stroke[n - 1]) < DRAW.apart)) return;
    stroke.push(x, y);
    TG.drawPlane({ real: Float64Array.from([...points(), ...stroke]) });
  };
  const end = () => { if (stroke) { const drawn = stroke; stroke = null; if (drawn.length) keep([...points(), ...drawn]); } };
  plane.canvas.addEventListener("pointerdown", (event) => {
    if (TG.state.data !== "drawn") return;
    plane.canvas.setPointerCapture(event.pointerId);
    stroke = [];
    take(event);
  });
  plane.canvas.addEventListener("pointermove", (event) => { if (stroke) take(event); });
  plane.canvas.addEventListener("pointerup", end);
  plane.canvas.addEventListener("pointercancel", end);
  const number = (name) => TG.h("input", { type: "number", step: 0.05, min: -DRAW.reach, max: DRAW.reach, value: 0, id: `draw-${name}` });
  const fields = ["x", "y"].map(number);
  const add = () => { const point = fields.map((field) => Number(field.value)); if (inside(point)) keep([...points(), ...point]); };
  const button = (id, act) => TG.h("button", { type: "button", id: `draw-${id}`, onclick: act }, TG.t(id));
  box.append(TG.h("h3", {}, TG.t("draw")), TG.h("p", { class: "quiet" }, TG.t("draw-lead")), TG.h("div", { class: "controls" },
    ...fields.map((field, i) => TG.h("label", { class: "field" }, TG.h("span", {}, "xy"[i]), field)),
    button("add", add), button("undo", () => keep(points().slice(0, -2))), button("clear", () => keep([])),
    TG.h("span", { class: "quiet", id: "draw-count" })));
};
}

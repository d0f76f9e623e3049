"use strict";
/* The cells as a heatmap over two settings, or as a row of dots. */

/* The values of an outcome; a trial that lost counts with the worst value. */
TG.valueOf = (trial, outcome) => {
  const value = trial.outcomes[outcome];
  return value === null || value === undefined ? TG.data.definition.outcomes[outcome].worst : value;
};
TG.summary = (trials, outcome) => {
  const values = trials.map((t) => TG.valueOf(t, outcome)).filter((v) => v !== null);
  const n = values.length, mean = n ? values.reduce((a, b) => a + b, 0) / n : null;
  const spread = n > 1 ? Math.sqrt(values.reduce((a, v) => a + (v - mean) ** 2, 0) / (n - 1)) : null;
  const lost = trials.filter((t) => t.outcomes[outcome] === null).length;
  return { values, n, mean, spread, lost, low: Math.min(...values), high: Math.max(...values) };
};
TG.readout = (name, s) => (s.n
  ? TG.t("readout", name, ...[s.mean, s.low, s.high, s.spread].map((v) => TG.number(v)), s.n) + (s.lost ? TG.t("no-value-of", s.lost) : "")
  : TG.t("readout-none", name));

/* A cell's setting, or what all cells share where it sets none. */
const settingOf = (cell, name) => (name in cell ? cell[name] : TG.data.definition.base[name] ?? null);

/* Which axes can be chosen, and which are chosen now. "" across means: one by one. */
TG.axes = () => {
  const { varied, cells } = TG.data.definition, names = Object.keys(varied);
  const size = names.reduce((n, name) => n * varied[name].length, 1);
  const full = names.length > 0 && cells.length >= size / 2;
  const default_x = full ? names[0] : "one";
  const x = names.includes(TG.state.x) || TG.state.x === "one" ? TG.state.x : default_x;
  const others = x === "one" ? [] : names.filter((n) => n !== x);
  const y = others.includes(TG.state.y) ? TG.state.y : others[0] ?? "";
  return { names, x, y, rest: others.filter((n) => n !== y) };
};

TG.drawSweep = (root) => {
  const outcomes = TG.data.definition.outcomes, outcome = TG.outcome(), about = outcomes[outcome];
  const { names, x, y, rest } = TG.axes(), label = TG.axis(about);
  const controls = TG.h("div", { class: "controls" },
    TG.select("outcome", Object.entries(outcomes).map(([id, o]) => [id, o.label]), outcome, (v) => TG.set({ outcome: v })),
    TG.select("x", [...names.map((n) => [n, TG.name(n)]), ["one", TG.t("one-by-one")]], x, (v) => TG.set({ x: v })),
    y && names.length > 2 && TG.select("y", names.filter((n) => n !== x).map((n) => [n, TG.name(n)]), y, (v) => TG.set({ y: v })));
  const output = TG.h("output", { class: "readout" }, TG.t("hint"));
  const show = (text) => { output.textContent = text; };
  root.append(TG.h("h2", {}, TG.t("sweep")), TG.h("p", { class: "lead" }, TG.t(y ? "sweep-means" : "sweep-dots")), controls,
    y ? heatmaps({ outcome, about, label, x, y, rest, show }) : dots({ outcome, about, label, x, show }), output);
};

const dots = ({ outcome, about, label, x, show }) => {
  const order = x === "one" ? null : TG.data.definition.varied[x];
  const groups = TG.data.definition.cells.map((cell, i) => {
    const key = TG.keys[i], summary = TG.summary(TG.trialsOf(key), outcome), name = TG.words(cell);
    const label = order ? TG.value(settingOf(cell, x)) : Object.values(cell).map(TG.value).join(", ") || "–";
    return { key, label, rank: order ? order.indexOf(settingOf(cell, x)) : i, values: summary.values, text: TG.readout(name, summary) };
  }).sort((a, b) => a.rank - b.rank);
  const xLabel = x === "one" ? Object.keys(TG.data.definition.varied).map(TG.name).join(", ") : TG.name(x);
  return TG.h("div", { class: "scroll", tabindex: -1 },
    TG.strip({ groups, yLabel: label, xLabel, log: about.log, chosen: TG.state.cell, pick: TG.choose, show: (g) => show(g.text) }));
};

const heatmaps = ({ outcome, about, label, x, y, rest, show }) => {
  const { cells } = TG.data.definition;
  const found = cells.map((cell, i) => ({ cell, key: TG.keys[i], summary: TG.summary(TG.trialsOf(TG.keys[i]), outcome) }));
  const scale = TG.scale(found.map((f) => f.summary.mean), about.log), flip = about.better === "less";
  const colour = (value) => TG.colour(flip ? 1 - scale.to(value) : scale.to(value));
  const groups = new Map();
  for (const each of found) {
    const name = rest.map((n) => `${TG.name(n)} = ${TG.value(settingOf(each.cell, n))}`).join(", ");
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  const tables = [...groups].map(([name, members]) => heatmap({ name, members, x, y, colour, show }));
  return TG.h("div", {}, TG.h("div", { class: "multiples" }, tables), colourBar(label, scale, colour, about.better));
};

const heatmap = ({ name, members, x, y, colour, show }) => {
  const { varied } = TG.data.definition, columns = varied[x], rows = varied[y];
  const at = (row, column) => members.find((m) => settingOf(m.cell, y) === row && settingOf(m.cell, x) === column);
  const head = TG.h("thead", {},
    TG.h("tr", {}, TG.h("td", {}), TG.h("th", { colspan: columns.length, class: "axis", scope: "colgroup" }, TG.name(x))),
    TG.h("tr", {}, TG.h("th", { class: "axis corner", scope: "col" }, TG.name(y)), columns.map((c) => TG.h("th", { scope: "col" }, TG.value(c)))));
  const body = rows.map((row) => TG.h("tr", {}, TG.h("th", { scope: "row" }, TG.value(row)),
    columns.map((column) => TG.h("td", {}, square(at(row, column), colour, show)))));
  return TG.h("div", { class: "scroll", tabindex: -1 }, TG.h("table", { class: "heatmap" }, name && TG.h("caption", {}, name), head, TG.h("tbody", {}, body)));
};

const square = (member, colour, show) => {
  if (!member) return TG.h("span", { class: "gap" }, "");
  const { key, cell, summary } = member, text = TG.readout(TG.words(cell), summary), chosen = key === TG.state.cell;
  const fill = summary.n ? colour(summary.mean) : null;
  return TG.h("button", { class: `square${chosen ? " chosen" : ""}`, "data-key": `cell ${key}`, "data-cell": key, "aria-label": text, "aria-pressed": chosen ? "true" : "false",
    style: fill && `background:rgb(${fill});color:${TG.ink(fill)}`, onclick: () => TG.choose(key), onfocus: () => show(text), onpointerenter: () => show(text) },
  TG.number(summary.mean));
};

const colourBar = (label, scale, colour, better) => {
  const shares = scale.flat ? [0.5, 0.5] : Array.from({ length: 9 }, (_, i) => i / 8);
  const stops = shares.map((s) => `rgb(${colour(scale.at(s))})`).join(",");
  const end = (value, good) => TG.h("span", {}, TG.number(value), good && ` (${TG.t("better")})`);
  return TG.h("div", { class: "colour-bar" }, TG.h("span", {}, TG.t("scale", scale.log ? TG.t("log", label) : label)),
    end(scale.low, better === "less"), TG.h("span", { class: "bar", style: `background:linear-gradient(90deg,${stops})` }), end(scale.high, better === "more"));
};

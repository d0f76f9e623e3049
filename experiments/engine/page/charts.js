"use strict";
/* Colours, a strip of dots for each cell, and lines over steps. */

/* Viridis at nine places, dark to bright: it is read right in grey, too. */
const VIRIDIS = ["#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725"]
  .map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
TG.colour = (share) => {
  const place = Math.min(Math.max(share, 0), 1) * (VIRIDIS.length - 1);
  const i = Math.min(Math.floor(place), VIRIDIS.length - 2), part = place - i;
  return VIRIDIS[i].map((c, k) => Math.round(c + (VIRIDIS[i + 1][k] - c) * part));
};
TG.ink = ([r, g, b]) => (0.299 * r + 0.587 * g + 0.114 * b > 140 ? "#111" : "#fff");

/* From values to 0…1, on a logarithmic scale where ratios matter. */
TG.scale = (values, log) => {
  const ok = values.filter((v) => v !== null && Number.isFinite(v));
  const bent = log && ok.length && Math.min(...ok) > 0;
  const f = bent ? Math.log : (v) => v;
  let low = Math.min(...ok.map(f)), high = Math.max(...ok.map(f));
  if (!ok.length) [low, high] = [0, 1];
  const flat = low === high;
  const back = bent ? Math.exp : (v) => v;
  const to = (v) => (flat ? 0.5 : (f(v) - low) / (high - low));
  return { to, at: (share) => back(low + (high - low) * share), flat, log: Boolean(bent), low: back(low), high: back(high) };
};

/* Round numbers on a scale; its ends where it has fewer than two. */
TG.ticks = ({ low, high, flat, log }) => {
  if (flat) return [low];
  const found = log ? decades(low, high) : steps(low, high);
  return found.length > 1 ? found : [low, high];
};
const MOST = 6;
const steps = (low, high) => {
  const rough = (high - low) / MOST, power = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 5, 10].find((m) => m * power >= rough) * power;
  return Array.from({ length: MOST + 1 }, (_, i) => (Math.ceil(low / step) + i) * step).filter((v) => v <= high);
};
const decades = (low, high) => {
  const first = Math.floor(Math.log10(low)), powers = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => 10 ** (first + i));
  const inside = (factors) => powers.flatMap((p) => factors.map((f) => f * p)).filter((v) => v >= low && v <= high);
  return [[1, 2, 5], [1, 3], [1]].map(inside).find((found) => found.length <= MOST) ?? inside([1]);
};

/* A column of dots for each group {key, label, values}; a click chooses it. */
TG.strip = ({ groups, yLabel, xLabel, log, chosen, pick, show }) => {
  const narrow = document.documentElement.clientWidth < 600;
  const step = Math.max(narrow ? 44 : 58, (narrow ? 270 : 560) / groups.length);
  const left = 64, top = 26, tall = 230, long = groups.some((g) => g.label.length * 6 > step);
  const bottom = long ? Math.min(210, 40 + 5.2 * Math.max(...groups.map((g) => g.label.length))) : 44;
  const width = left + step * groups.length + 8, height = top + tall + bottom;
  const scale = TG.scale(groups.flatMap((g) => g.values), log);
  const Y = (v) => top + 8 + (1 - scale.to(v)) * (tall - 16);
  const root = TG.svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, class: "strip", role: "group", "aria-label": yLabel });
  for (const tick of TG.ticks(scale)) {
    root.append(TG.svg("line", { x1: left, x2: width - 8, y1: Y(tick), y2: Y(tick), class: "grid" }),
      TG.svg("text", { x: left - 6, y: Y(tick) + 4, "text-anchor": "end" }, TG.number(tick)));
  }
  const title = scale.log ? TG.t("log", yLabel) : yLabel;
  root.append(TG.svg("text", { x: 4, y: 13, class: "axis" }, title));
  groups.forEach((group, i) => {
    const x = left + step * (i + 0.5);
    const column = TG.svg("g", { class: `column${group.key === chosen ? " chosen" : ""}`, tabindex: 0, role: "button", "data-key": `cell ${group.key}`, "data-cell": group.key,
      "aria-pressed": group.key === chosen ? "true" : "false", "aria-label": group.text, onclick: () => pick(group.key), onfocus: () => show(group), onpointerenter: () => show(group),
      onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(group.key); } } },
    TG.svg("rect", { x: x - step / 2 + 2, y: top, width: step - 4, height: tall, rx: 5 }));
    const known = group.values.filter((v) => v !== null);
    known.forEach((v, k) => column.append(TG.svg("circle", { cx: x + (k - (known.length - 1) / 2) * Math.min(6, (step - 22) / known.length), cy: Y(v), r: 4 })));
    if (known.length) column.append(TG.svg("line", { x1: x - step * 0.32, x2: x + step * 0.32, y1: Y(TG.median(known)), y2: Y(TG.median(known)), class: "median" }));
    const place = long ? `translate(${x + 4} ${top + tall + 12}) rotate(-50)` : `translate(${x} ${top + tall + 16})`;
    column.append(TG.svg("text", { transform: place, "text-anchor": long ? "end" : "middle" }, group.label));
    root.append(column);
  });
  root.append(TG.svg("text", { x: left + step * groups.length / 2, y: height - 4, "text-anchor": "middle", class: "axis" }, xLabel));
  return root;
};

/* Lines over steps, one for each seed: [{place, values}]; the place gives the colour. */
TG.lines = (title, series) => {
  const width = 300, height = 170, left = 52, right = 8, top = 8, bottom = 32;
  const all = series.flatMap((s) => s.values).filter((v) => v !== null);
  const most = Math.max(...series.map((s) => s.values.length), 2) - 1, scale = TG.scale(all, false);
  const X = (i) => left + i / most * (width - left - right), Y = (v) => top + (1 - scale.to(v)) * (height - top - bottom);
  const root = TG.svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": title });
  for (const tick of TG.ticks(scale)) {
    root.append(TG.svg("line", { x1: left, x2: width - right, y1: Y(tick), y2: Y(tick), class: "grid" }),
      TG.svg("text", { x: left - 5, y: Y(tick) + 4, "text-anchor": "end" }, TG.number(tick)));
  }
  for (const i of [0, Math.round(most / 2), most]) root.append(TG.svg("text", { x: X(i), y: height - 17, "text-anchor": "middle" }, i));
  root.append(TG.svg("text", { x: (left + width - right) / 2, y: height - 3, "text-anchor": "middle", class: "axis" }, TG.t("step")));
  series.forEach((line) => {
    let path = "", pen = "M";
    line.values.forEach((v, k) => { if (v === null) pen = "M"; else { path += `${pen}${X(k).toFixed(1)},${Y(v).toFixed(1)}`; pen = "L"; } });
    root.append(TG.svg("path", { d: path || "M0,0", class: lineClass(line.place) }));
  });
  return TG.h("figure", { class: "chart" }, TG.h("figcaption", {}, title), root);
};

const lineClass = (place) => `line line-${place % 5 + 1}${place % 10 < 5 ? "" : " dashed"}`;
/* Which line is which: a short piece of each with its name. */
TG.lineKeys = (names) => TG.h("p", { class: "keys" }, names.map((name, place) => TG.h("span", {},
  TG.svg("svg", { width: 26, height: 8, "aria-hidden": "true" }, TG.svg("line", { x1: 1, x2: 25, y1: 4, y2: 4, class: lineClass(place) })), name)));

TG.median = (values) => {
  const sorted = [...values].sort((a, b) => a - b), half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
};

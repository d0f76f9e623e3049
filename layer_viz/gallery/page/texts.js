"use strict";
/* What a kind shows beside its layers: words on colours, likely words, attention,
   and how the vectors of words move. */

/* Colours of a cell, with ink that can be read on them. */
const cellStyle = (value, [scale, signed]) => {
  const table = signed ? TG.SIGNED : TG.UNSIGNED, i = step(value, scale, signed);
  const [r, g, b] = table.subarray(i, i + 3);
  const light = 0.299 * r + 0.587 * g + 0.114 * b > 140;
  return `background:rgb(${r},${g},${b});color:${light ? "#14171b" : "#fff"}`;
};
const panelScale = (view, id, entry) => {
  const kept = view.run.scales[`panels/${id}`];
  return TG.state.scale === "fixed" && kept ? kept : [entry.scale, entry.form === "strips"];
};
/* The panels with what they say in the page's language; in English where they say no other. */
const panelsOf = (run) => (run.manifest.panels || []).map((panel) => ({ ...panel, ...panel[TG.language()] }));
const sentenceOf = (run, probe) => {
  const text = run.manifest.probes.sentences?.[probe] || "";
  return `${TG.t("probe", probe)} ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`;
};

TG.panel("panels", (view) => [view.probe, TG.state.scale, TG.state.map, TG.state.theme, Boolean(view.exam)], (view, root) => {
  const panels = panelsOf(view.run), drift = view.exam?.content.drift;
  root.hidden = !panels.length;
  if (!panels.length) return;
  const sentences = Array.from({ length: TG.probeCount(view.run) }, (_, i) => [String(i), sentenceOf(view.run, i)]);
  const said = (key) => TG.t(TG.has(`${key}-${view.run.manifest.kind}`) ? `${key}-${view.run.manifest.kind}` : key);
  root.append(TG.h("h2", {}, said("panels")), TG.h("p", { class: "lead" }, said("panels-lead")),
    TG.h("div", { class: "controls" },
      TG.select(said("sentence"), sentences, String(view.probe), (v) => TG.set({ probe: v }), "sentence"),
      TG.select(TG.t("scale"), ["epoch", "fixed"].map((s) => [s, TG.t(`scale-${s}`)]), TG.state.scale === "fixed" ? "fixed" : "epoch", (v) => TG.set({ scale: v }), "panel-scale")),
    ...panels.map((panel) => TG.h("div", { class: "panel", "data-panel": panel.id },
      TG.h("h3", {}, panel.title), TG.h("p", { class: "lead" }, panel.lead), TG.h("div", { class: "panel-body" }))));
  if (drift) root.append(TG.h("div", { class: "panel" }, TG.h("h3", {}, TG.t("drift")), TG.h("p", { class: "lead" }, TG.t("drift-lead")), ...Object.entries(drift.tables).map(([name, table]) => driftFigure(drift, name, table))));
}, (view, root) => {
  for (const panel of panelsOf(view.run)) {
    const entry = view.content.panels?.[panel.id], body = root.querySelector(`[data-panel="${CSS.escape(panel.id)}"] .panel-body`);
    if (!body) continue;
    const focused = body.contains(document.activeElement) && document.activeElement.dataset.key;
    body.replaceChildren(...(entry ? FORMS[entry.form](view, panel, entry) : []));
    if (focused) body.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
  for (const figure of root.querySelectorAll("figure.chart")) figure.mark?.(view.epoch);
});

const FORMS = { strips, choices, heatmaps };

/* Sentences, each word on the colour of what it adds; of a table its rows. */
function strips(view, panel, entry) {
  if (entry.names) return cells(view, panel, entry);
  const scale = panelScale(view, panel.id, entry);
  const word = (text, value) => value === null
    ? TG.h("mark", { class: "word asked" }, text)
    : TG.h("span", { class: "word", style: cellStyle(value, scale), title: `${text}: ${TG.number(value)} ${panel.unit}` }, text);
  return [TG.h("p", { class: "legends" }, TG.legend(...scale, panel.unit)),
    ...entry.rows.map((row) => TG.h("div", { class: "sentence" },
      TG.h("span", { class: `role ${row.role}` }, TG.roleLabel(row.role)),
      TG.h("p", { class: "words" }, row.words.flatMap((text, i) => [word(text, row.values[i]), " "])),
      TG.h("span", { class: "quiet" }, row.note)))];
}

/* For each place its likeliest words, and the chance of the one that is there. */
function choices(view, panel, entry) {
  const places = entry.probes[Math.min(view.probe, entry.probes.length - 1)] || [], scale = [1, false];
  const most = Math.max(0, ...places.map((place) => place.likely.length)), right = places.some((place) => place.p !== null);
  const head = [TG.t("place-of-word"), right ? TG.t("its-chance") : null, ...Array.from({ length: most }, (_, i) => TG.t("rank", i + 1))];
  const cell = (value, text, chosen) => TG.h("td", { style: cellStyle(value, scale), class: chosen ? "right" : false, title: `${text} ${TG.number(value)}` }, text, TG.h("small", {}, value < 1e-3 ? "< 0.001" : TG.number(value, 2)));
  const rows = places.map((place) => TG.h("tr", {}, TG.h("th", { scope: "row" }, place.word),
    right ? cell(place.p, "", false) : null, place.likely.map(([text, p]) => cell(p, text, right && text === place.word))));
  return [TG.h("p", { class: "legends" }, TG.legend(...scale, panel.unit)),
    TG.h("div", { class: "scroll tall", tabindex: 0, role: "region", "aria-label": panel.title },
      TG.h("table", { class: "likely" }, TG.h("thead", {}, TG.h("tr", {}, head.filter(Boolean).map((text) => TG.h("th", { scope: "col" }, text)))), TG.h("tbody", {}, rows)))];
}

/* All maps small, and the chosen one with its words. */
function heatmaps(view, panel, entry) {
  const chosen = Math.min(Number(TG.state.map) || 0, entry.titles.length - 1), scale = panelScale(view, panel.id, entry);
  const buttons = entry.titles.map((title, k) => TG.h("button", { class: "map", "aria-pressed": String(k === chosen), "data-key": `map${k}`, onclick: () => TG.set({ map: String(k) }) },
    TG.canvas(title, (c) => drawMap(c, panel.id, k, 92, false), { "aria-hidden": "true", role: false }), TG.h("span", { class: "quiet" }, title)));
  return [TG.h("p", { class: "legends" }, TG.legend(...scale, panel.unit)), TG.h("div", { class: "maps-row" }, buttons),
    TG.h("h4", {}, entry.titles[chosen]), TG.canvas(`${panel.title} ${entry.titles[chosen]}`, (c) => drawMap(c, panel.id, chosen, Math.min(620, c.parentElement.clientWidth), true))];
}

async function drawMap(canvas, id, k, room, labelled) {
  const view = TG.view, entry = view.content?.panels?.[id];
  if (!entry) return;
  const sheet = TG.row(await view.chunk.sheet(entry.sheet), null, 0), tile = view.probe * entry.titles.length + k;
  const rows = entry.rows[view.probe] || [], columns = entry.columns[view.probe] || [], [scale, signed] = panelScale(view, id, entry);
  const style = getComputedStyle(document.documentElement), font = "12px system-ui, sans-serif";
  const measure = scratch.getContext("2d");
  measure.font = font;
  const longest = (names) => Math.min(110, Math.max(...names.map((name) => measure.measureText(name).width)) + 8);
  const left = labelled ? longest(rows) + 18 : 0, top = labelled ? longest(columns) + 18 : 0;
  const cell = Math.max(2, Math.min(26, Math.floor((room - left) / Math.max(1, columns.length))));
  const context = TG.size(canvas, left + cell * columns.length, top + cell * rows.length);
  const table = signed ? TG.SIGNED : TG.UNSIGNED;
  rows.forEach((_, y) => columns.forEach((__, x) => {
    const i = step(sheet.at(tile, y, x), scale, signed);
    context.fillStyle = `rgb(${table[i]},${table[i + 1]},${table[i + 2]})`;
    context.fillRect(left + x * cell, top + y * cell, cell, cell);
  }));
  if (!labelled) return;
  context.font = font;
  context.fillStyle = style.getPropertyValue("--ink");
  context.textBaseline = "middle";
  const spoken = cell >= 10 ? 1 : 2; // every second word where there is no room
  const write = (text, along, turned) => {
    context.save();
    if (turned) { context.translate(left + along, top - 4); context.rotate(-Math.PI / 2); context.fillText(text, 0, 0, 106); }
    else { context.textAlign = "right"; context.fillText(text, left - 4, top + along, 106); }
    context.restore();
  };
  rows.forEach((name, y) => { if (y % spoken === 0) write(name, (y + 0.5) * cell, false); });
  columns.forEach((name, x) => { if (x % spoken === 0) write(name, (x + 0.5) * cell, true); });
  context.fillStyle = style.getPropertyValue("--soft");
  context.fillText(`${entry.axes[1]} →`, left, 8);
  context.save();
  context.translate(8, top + 4);
  context.rotate(-Math.PI / 2);
  context.textAlign = "right";
  context.fillText(`← ${entry.axes[0]}`, 0, 0);
  context.restore();
}

/* The vectors of words on two axes that stay: where they are, and where they began. */
function driftFigure(drift, name, table) {
  const share = table.shares.map((s) => TG.percent(Number(s.toFixed(3))));
  const canvas = TG.canvas(TG.t("drift-of", name), (c) => drawDrift(c, drift, table));
  const chart = TG.chart({ title: TG.t("drift-moved"), xLabel: TG.t("epoch"), pick: TG.pickEpoch, width: 260, height: 130, series: [{ name, points: table.moved.map((y, i) => [drift.epochs[i], y]) }] });
  return TG.h("figure", { class: "drift" }, TG.h("figcaption", {}, name), canvas,
    TG.h("p", { class: "quiet" }, TG.t("drift-axes", ...share)), TG.h("div", { class: "multiples" }, chart ? [chart] : []));
}

function drawDrift(canvas, drift, table) {
  const now = drift.epochs.indexOf(TG.nearest({ epochs: drift.epochs }, TG.view.epoch));
  const room = Math.min(760, canvas.parentElement.clientWidth), tall = Math.min(520, Math.max(300, 0.7 * room));
  const context = TG.size(canvas, room, tall), style = getComputedStyle(document.documentElement);
  const every = table.places.flat(), range = (k) => [Math.min(...every.map((p) => p[k])), Math.max(...every.map((p) => p[k]))];
  const [[x0, x1], [y0, y1]] = [range(0), range(1)], edge = 34;
  const X = (x) => edge + (x - x0) / (x1 - x0 || 1) * (room - 2 * edge), Y = (y) => edge + (y1 - y) / (y1 - y0 || 1) * (tall - 2 * edge);
  const ink = style.getPropertyValue("--ink"), dots = style.getPropertyValue("--accent");
  context.strokeStyle = style.getPropertyValue("--edge");
  context.strokeRect(0.5, 0.5, room - 1, tall - 1);
  context.strokeStyle = style.getPropertyValue("--soft");
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  const onCanvas = (places) => places.map(([x, y]) => [X(x), Y(y)]), places = onCanvas(table.places[now]), first = onCanvas(table.places[0]);
  const taken = places.map(([x, y]) => [x - 3, y - 3, x + 3, y + 3]);
  const free = (box) => box[0] > 2 && box[2] < room - 2 && !taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]);
  places.forEach(([x, y], i) => {
    context.globalAlpha = 0.35;
    context.beginPath();
    context.moveTo(...first[i]);
    context.lineTo(x, y);
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = dots;
    context.beginPath();
    context.arc(x, y, 2.5, 0, 7);
    context.fill();
  });
  context.fillStyle = ink;
  places.forEach(([x, y], i) => {
    const width = context.measureText(drift.words[i]).width;
    const box = [x + 5, x - 5 - width].map((left) => [left, y - 6, left + width, y + 6]).find(free);
    if (!box) return;
    taken.push(box);
    context.fillText(drift.words[i], box[0], y);
  });
}

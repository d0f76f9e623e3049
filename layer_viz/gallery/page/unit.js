"use strict";
/* The drawer of one unit: its film, its numbers, and what switching it off did. */

const closeDrawer = () => {
  TG.set({ unit: "" });
  document.querySelector("canvas.grid")?.focus();
};
TG.closeDrawer = closeDrawer;

TG.panel("drawer", (view) => [TG.state.layer, TG.state.unit, view.probe, Boolean(view.exam), Boolean(view.content)], (view, root) => {
  const layer = TG.layerOf(view.run, TG.state.layer);
  const k = TG.state.unit === "" || !layer ? -1 : layer.units.indexOf(Number(TG.state.unit));
  root.hidden = k < 0;
  if (k < 0 || !view.content) return;
  const title = TG.t("unit-title", layer.units[k], layer.path);
  root.setAttribute("aria-label", title);
  root.append(
    TG.h("div", { class: "drawer-head" }, TG.h("h2", {}, title),
      TG.h("button", { onclick: closeDrawer, "data-key": "close", "aria-label": TG.t("close") }, "✕")),
    now(layer, k), film(view, layer, k), dissection(view, layer, k));
});

function now(layer, k) {
  const line = TG.h("p", { class: "quiet" });
  const canvas = TG.canvas(TG.t("unit-tile"), async (c) => {
    const view = TG.view;
    if (!view.content) return;
    const rows = await TG.rows(view, layer);
    if (!rows.length) return;
    const across = rows.map((row) => ({ ...row, at: (_, y, x) => row.at(k, y, x) }));
    TG.tiles(c, across, [0], { cell: rows.length > 2 ? 90 : 150, width: c.parentElement.clientWidth, margin: rows.length > 1 ? 52 : 0, scaleOf: TG.scaleOf });
    const numbers = TG.unitNumbers(view, layer)[k];
    line.textContent = [TG.t("epoch-is", view.epoch), `${TG.t("sort-variance")} ${TG.number(numbers.std)}`, numbers.dead === null ? "" : TG.t(numbers.dead ? "is-dead" : "is-alive"),
      numbers.difference === null ? "" : `${TG.t("sort-difference")} ${TG.number(numbers.difference)}`].filter(Boolean).join(" · ");
  });
  return TG.h("section", {}, TG.h("p", {}, TG.t("unit-lead")), canvas, line);
}

/* One tile per recorded epoch, all on one scale. */
function film(view, layer, k) {
  const box = TG.h("section", {}, TG.h("h3", {}, TG.t("film")), TG.h("p", {}, TG.t("film-lead")));
  const charts = TG.h("div", { class: "multiples" }), { run } = view;
  let frames = null;
  const canvas = TG.canvas(TG.t("film"), async (c) => {
    frames = frames || loadFrames(run, layer, view.probe);
    const loaded = await frames;
    if (!loaded.length) return;
    const rows = loaded[0].rows.map((first, r) => ({ ...first, at: (i, y, x) => loaded[i].rows[r].at(k, y, x) }));
    const scaleOf = (row) => row.kept || [row.scale, row.signed];
    TG.tiles(c, rows, loaded.map((_, i) => i), {
      cell: 40, width: c.parentElement.clientWidth, margin: rows.length > 1 ? 52 : 0, scaleOf, chosen: loaded.findIndex((f) => f.epoch === TG.view.epoch),
    });
    if (!charts.children.length) charts.append(...unitCharts(loaded, run, layer, k));
    for (const figure of charts.children) figure.mark?.(TG.view.epoch);
  });
  box.append(canvas, charts);
  return box;
}

async function loadFrames(run, layer, probe) {
  const frames = [];
  for (const epoch of run.epochs) {
    try {
      const chunk = await TG.loadEpoch(run, epoch);
      frames.push({ epoch, content: chunk.content, rows: await TG.rows({ run, chunk, content: chunk.content, probe }, layer, false) });
    } catch { /* the notes name an epoch that is missing when it is chosen */ }
  }
  return frames.filter((f) => f.rows.length);
}

function unitCharts(frames, run, layer, k) {
  const streams = TG.streams(run, layer.network);
  return ["std", "change"].map((field) => TG.chart({
    title: TG.t(`unit-${field}`), xLabel: TG.t("epoch"), width: 240, height: 120,
    series: streams.map((s) => ({ name: TG.roleLabel(s.role) || TG.t(`unit-${field}`), points: frames.map((f) => [f.epoch, f.content.stats?.[TG.sheetKey(s, layer)]?.units?.[field]?.[k] ?? null]) })),
  })).filter(Boolean);
}

function dissection(view, layer, k) {
  const box = TG.h("section", {}, TG.h("h3", {}, TG.t("dissection")));
  const found = view.exam?.content.dissection?.[layer.id];
  const index = found ? found.units.findIndex((u) => u.unit === layer.units[k]) : -1;
  if (index < 0) {
    box.append(TG.h("p", { class: "note" }, view.exam ? TG.t("not-dissected") : TG.t("not-examined")));
    return box;
  }
  const unit = found.units[index], control = found.control || {};
  box.append(TG.h("p", { class: "quiet" }, TG.t("examined-at", view.exam.content.epoch)));
  const pictures = (facts, tiles, label, sentence) => {
    if (!facts || !tiles) return null;
    const canvas = TG.canvas(label, async (c) => {
      const row = TG.row(await view.exam.sheet(facts), null, 0);
      TG.tiles(c, [row], tiles, { cell: tiles.length > 3 ? 44 : 84, width: c.parentElement.clientWidth, scaleOf: () => [row.scale, row.signed] });
    });
    return TG.h("figure", {}, TG.h("figcaption", {}, TG.h("strong", {}, label), " ", sentence), canvas);
  };
  const beside = (name) => {
    const interval = control[`${name}_interval`];
    return TG.number(control[name]) + (interval ? ` [${interval.map((v) => TG.number(v, 2)).join(", ")}]` : "");
  };
  const rows = [
    [TG.t("ablation-image"), TG.number(unit.image), beside("image"), TG.t("ablation-image-means")],
    [TG.t("ablation-score"), TG.number(unit.score), beside("score"), TG.t("ablation-score-means")],
    [TG.t("insertion-image"), TG.number(unit.insertion_image), "–", TG.t("insertion-means")],
    [TG.t("insertion-score"), TG.number(unit.insertion_score), "–", TG.t("insertion-means")],
    [TG.t("unit-gradient"), TG.number(unit.gradient), "–", TG.t("unit-gradient-means")], ...conceptRow(unit.concept, control),
  ].filter((row) => row[1] !== "–");
  box.append(...[
    pictures(found.ablated, [0, 1, 2].map((i) => 3 * index + i), TG.t("ablated"), TG.t("ablated-means")),
    TG.table([TG.t("measured"), TG.t("this-unit"), TG.t("control"), TG.t("meaning")], rows, TG.t("dissection-table")),
    pictures(found.samples, unit.top, TG.t("top"), TG.t("top-means")),
    pictures(found.maximised, [index], TG.t("maximised"), [TG.t("maximised-means"), unit.reached === undefined ? "" : TG.t("reached", TG.number(unit.reached), TG.number(unit.largest))].join(" ")),
  ].filter(Boolean));
  return box;
}

/* Maps are compared with a concept by IoU, single numbers with a class by AUC. */
function conceptRow(concept, control) {
  if (!concept) return [];
  const measure = concept.auc === undefined ? "iou" : "auc", name = measure === "iou" ? "IoU" : "AUC";
  return [[TG.t("concept"), `${concept.name}, ${name} ${TG.number(concept[measure])}`, `${name} ${TG.number(control[`concept_${measure}`])}`, TG.t("concept-means")]];
}

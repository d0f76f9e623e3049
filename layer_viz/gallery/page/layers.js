"use strict";
/* Both networks as lists of layers, and one layer in full. */

TG.roleLabel = (role) => (["real", "fake", "model"].includes(role) ? TG.t(role) : "");

/* The rows of a layer: a stream each, real above fake; with a comparison its
   other side and the exact difference below each. */
TG.rows = async (view, layer, compare = true) => {
  const rows = [], other = compare && view.other?.content ? view.other : null;
  for (const stream of TG.streams(view.run, layer.network)) {
    const facts = view.content.sheets[TG.sheetKey(stream, layer)];
    if (!facts) continue;
    const label = TG.roleLabel(stream.role);
    const row = TG.row(await view.chunk.sheet(facts), layer, view.probe, label);
    Object.assign(row, { stream, kept: view.run.scales[`sheets/${TG.sheetKey(stream, layer)}`] });
    rows.push(row);
    if (other) rows.push(...await compared(view, other, stream, layer, row));
  }
  return rows;
};

async function compared(view, other, stream, layer, row) {
  const facts = other.content.sheets[TG.sheetKey(stream, layer)];
  const twin = other.run.manifest.layers.find((l) => l.id === layer.id);
  if (!facts || !twin || String(twin.units) !== String(layer.units)) return [];
  const second = TG.row(await other.chunk.sheet(facts), twin, view.probe, `${row.label} B`);
  const difference = TG.minus(row, second, layer.units.keys(), "A − B");
  if (!difference) return [];
  row.label = `${row.label} A`;
  row.shared = second.shared = [Math.max(row.scale, second.scale), row.signed || second.signed];
  return [Object.assign(second, { stream }), Object.assign(difference, { stream })];
}

TG.scaleOf = (row) => {
  if (row.shared) return row.shared;
  return TG.state.scale === "fixed" && row.kept ? row.kept : [row.scale, row.signed];
};

/* Numbers of each shown unit at this epoch. */
TG.unitNumbers = (view, layer) => {
  const streams = TG.streams(view.run, layer.network);
  const stats = view.content.stats?.[TG.sheetKey(streams[streams.length - 1], layer)]?.units || {};
  const dissected = view.exam?.content.dissection?.[layer.id]?.units || [];
  const effect = new Map(dissected.map((u) => [u.unit, u.score]));
  return layer.units.map((unit, k) => ({
    k, unit, std: stats.std?.[k] ?? null, dead: stats.dead?.[k] ?? null, change: stats.change?.[k] ?? null,
    difference: view.content.difference?.[layer.id]?.[k] ?? null, ablation: effect.get(unit) ?? null,
  }));
};

const SORTS = {
  index: null, variance: (u) => u.std ?? 0, dead: (u) => (u.dead ? 1 : 0),
  difference: (u) => u.difference ?? 0, change: (u) => u.change ?? 0, ablation: (u) => Math.abs(u.ablation ?? 0),
};
TG.order = (view, layer) => {
  let units = TG.unitNumbers(view, layer);
  const { sort, show } = TG.state, value = SORTS[sort];
  if (show === "dead") units = units.filter((u) => u.dead);
  else if (Number(show)) {
    const strongest = [...units].sort((a, b) => (b.std ?? 0) - (a.std ?? 0)).slice(0, Number(show));
    units = units.filter((u) => strongest.includes(u));
  }
  if (value) units.sort((a, b) => value(b) - value(a));
  return units.map((u) => u.k);
};

const overPlane = (view, layer) => (context, x, y, w, h, row) => {
  if (row.stream?.plane && row.stream.role !== "generator" && view.content.points) {
    TG.scatter(context, view.content.points, row.stream.plane, x, y, w, h);
  }
};

/* -- the overview ------------------------------------------------------------ */

TG.panel("overview", (view) => [TG.layerOf(view.run, TG.state.layer)?.id, view.probe], (view, root) => {
  const { networks } = view.run.manifest;
  root.append(TG.h("h2", {}, TG.t("networks")), TG.h("p", { class: "lead" }, TG.t("networks-lead")));
  const columns = networks.map((network) => {
    const layers = TG.layersOf(view.run, network.id).map((layer) => overviewLayer(view, layer));
    return TG.h("div", { class: "network" },
      TG.h("h3", {}, network.name, " ", TG.h("span", { class: "quiet" }, TG.t("parameters", network.parameters.toLocaleString(TG.language())))),
      TG.h("ol", { class: "layers" }, layers));
  });
  root.append(TG.h("div", { class: "columns" }, columns));
}, () => {});

function overviewLayer(view, layer) {
  const text = TG.h("span", { class: "layer-name" }, layer.path);
  const facts = [layer.type, layer.shape.join(" × "), layer.parameters ? TG.t("parameters", layer.parameters.toLocaleString(TG.language())) : ""];
  if (layer.same_as || !layer.units.length) {
    const twin = layer.same_as ? TG.t("same-as", layer.same_as.split("/").slice(1).join("/")) : "";
    return TG.h("li", { class: "thin" }, text, " ", TG.h("span", { class: "quiet" }, [layer.type, twin].filter(Boolean).join(" · ")));
  }
  const chosen = TG.layerOf(view.run, TG.state.layer).id === layer.id;
  const canvas = TG.canvas(TG.t("strip-of", layer.path), async (c) => {
    const now = TG.view;
    if (!now.content) return;
    const rows = await TG.rows(now, layer, false);
    if (!rows.length) return;
    const cell = layer.layout === "vector" ? 10 : 28;
    TG.tiles(c, rows, layer.units.map((_, k) => k), {
      cell: layer.units.length === 1 ? 44 : cell, width: Math.max(60, c.parentElement.clientWidth - 4), lines: 1,
      margin: rows.length > 1 ? 40 : 0, scaleOf: TG.scaleOf, unitScale: TG.state.scale === "unit",
    });
  });
  return TG.h("li", { class: chosen ? "chosen" : "" },
    TG.h("button", { class: "layer", "data-key": layer.id, "aria-pressed": String(chosen),
      onclick: () => { TG.set({ layer: layer.id, unit: "" }); document.getElementById("layer").scrollIntoView({ block: "start" }); } },
    text, " ", TG.h("span", { class: "quiet" }, facts.filter(Boolean).join(" · "))),
    TG.h("div", { class: "strip" }, canvas));
}

/* -- one layer ------------------------------------------------------------------ */

TG.panel("layer", (view) => {
  const { layer, scale, sort, show, cmp } = TG.state;
  return [layer, scale, sort, show, cmp, view.probe, Boolean(view.exam)];
}, (view, root) => {
  const layer = TG.layerOf(view.run, TG.state.layer);
  if (!layer) return;
  const network = view.run.manifest.networks.find((n) => n.id === layer.network);
  const shown = layer.units.length < layer.of ? TG.t("units-of", layer.units.length, layer.of) : TG.t("units-all", layer.of);
  const output = TG.h("output", { class: "readout", "aria-live": "polite" }, TG.t("readout-hint"));
  const canvas = TG.canvas(TG.t("grid-of", layer.path), (c) => drawLayer(c, layer), {
    class: "grid", tabindex: 0, role: "application", "aria-roledescription": TG.t("grid"), "data-key": "grid",
  });
  interact(canvas, layer, output);
  root.append(
    TG.h("h2", {}, TG.t("layer", layer.path)),
    TG.h("p", { class: "lead" }, `${network.name} · ${layer.type} · ${layer.shape.join(" × ")} · ${shown}. `, planeText(view, layer) || TG.t(layer.layout === "vector" ? "vector-lead" : isStrip(view, layer) ? "strip-lead" : "maps-lead"),
      TG.streams(view.run, layer.network).length > 1 ? " " + TG.t("real-above-fake") : ""),
    TG.h("div", { class: "controls" },
      TG.select(TG.t("layer-pick"), view.run.manifest.layers.filter((l) => !l.same_as && l.units.length).map((l) => [l.id, l.id]), layer.id, (v) => TG.set({ layer: v, unit: "" }), "pick"),
      TG.select(TG.t("scale"), ["epoch", "fixed", "unit"].map((s) => [s, TG.t(`scale-${s}`)]), TG.state.scale, (v) => TG.set({ scale: v }), "scale"),
      TG.select(TG.t("sort"), Object.keys(SORTS).map((s) => [s, TG.t(`sort-${s}`)]), TG.state.sort, (v) => TG.set({ sort: v }), "sort"),
      TG.select(TG.t("show"), [["", TG.t("show-all")], ["dead", TG.t("show-dead")], ["8", TG.t("show-strongest", 8)], ["16", TG.t("show-strongest", 16)], ["32", TG.t("show-strongest", 32)]], TG.state.show, (v) => TG.set({ show: v }), "show")),
    TG.h("p", { class: "legends" }), canvas, output,
    TG.details(TG.t("units-table"), "units-table", () => unitsTable(layer)),
    TG.h("h3", {}, TG.t("over-epochs")), TG.h("p", { class: "quiet" }, TG.t("over-epochs-lead")), layerCharts(view, layer), settling(view, layer) || "",
    TG.h("div", { class: "histogram" }));
}, (view, root) => {
  const layer = TG.layerOf(view.run, TG.state.layer);
  if (!layer) return;
  for (const figure of root.querySelectorAll("figure.chart")) figure.mark?.(view.epoch);
  const rows = TG.streams(view.run, layer.network).map((s) => ({ name: TG.roleLabel(s.role) || layer.path, histogram: view.content.stats?.[TG.sheetKey(s, layer)]?.histogram })).filter((r) => r.histogram);
  const chart = rows.length ? TG.histogram(TG.t("histogram", view.epoch), rows) : null;
  root.querySelector(".histogram").replaceChildren(...(chart ? [chart] : []));
});

/* One number for each word: text's layers, but for those inside attention. */
const isStrip = (view, layer) => view.run.manifest.kind === "text" && layer.tile[0] === 1;

const planeText = (view, layer) => {
  const plane = TG.streams(view.run, layer.network)[0]?.plane;
  return plane ? TG.t("plane", plane.axes[0], ...plane.x.map((v) => TG.number(v)), plane.axes[1], ...plane.y.map((v) => TG.number(v))) : "";
};

async function drawLayer(canvas, layer) {
  const view = TG.view;
  if (!view.content) return;
  const rows = await TG.rows(view, layer), order = TG.order(view, layer);
  const legends = canvas.parentElement?.querySelector(".legends");
  if (!rows.length || !legends) return;
  const cell = rows[0].stream.plane ? 150 : isStrip(view, layer) ? Math.min(200, 8 * layer.tile[1]) : layer.layout === "vector" ? 18 : Math.min(layer.units.length === 1 ? 168 : 56, Math.max(40, layer.tile[1] * 2));
  canvas.plan = TG.tiles(canvas, rows, order, {
    cell, width: canvas.parentElement.clientWidth, margin: rows.length > 1 ? 52 : 0, scaleOf: TG.scaleOf,
    unitScale: TG.state.scale === "unit", chosen: TG.state.unit === "" ? null : layer.units.indexOf(Number(TG.state.unit)), over: overPlane(view, layer),
  });
  legends.replaceChildren(...rows.map((row) => {
    if (TG.state.scale === "unit") return TG.h("span", { class: "quiet" }, row.label, " ", TG.t("own-scale"));
    const clipped = row.facts?.clipped ? TG.t("clipped", TG.percent(row.facts.clipped)) : "";
    return TG.legend(...TG.scaleOf(row), [row.label, clipped].filter(Boolean).join(" · "));
  }));
  if (!order.length) legends.replaceChildren(TG.t("no-units"));
}

/* What a tile says under the pointer or the keyboard's cursor. */
TG.tileText = (layer, hit) => {
  const value = hit.row.at(hit.k, hit.y, hit.x), { low, mean, high } = TG.summary(hit.row, hit.k);
  const place = hit.row.w * hit.row.h > 1 ? TG.t("place", hit.y, hit.x) : "";
  return [`${layer.path} ${hit.row.label}`.trim(), TG.t("unit", layer.units[hit.k]), place, TG.t("value-is", TG.number(value, 6)),
    hit.row.w * hit.row.h > 1 ? TG.t("min-mean-max", TG.number(low, 4), TG.number(mean, 4), TG.number(high, 4)) : ""].filter(Boolean).join(" · ");
};

function interact(canvas, layer, output) {
  let cursor = null;
  const say = (hit) => {
    if (!hit) return;
    cursor = hit;
    output.textContent = TG.tileText(layer, hit);
    output.dataset.value = hit.row.at(hit.k, hit.y, hit.x);
  };
  const under = (event) => canvas.plan?.find(event.offsetX, event.offsetY);
  canvas.addEventListener("mousemove", (event) => say(under(event)));
  canvas.addEventListener("click", (event) => { const hit = under(event); if (hit) TG.set({ unit: String(layer.units[hit.k]) }); });
  canvas.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const plan = canvas.plan;
    if (!plan?.order.length) return;
    if (event.key === "Enter" && cursor) TG.set({ unit: String(layer.units[cursor.k]) });
    else if (event.key in moves) {
      const [dx, dy] = moves[event.key];
      let { i, r, x, y } = cursor || { i: dx < 0 ? 1 : -dx, r: dy < 0 ? 1 : 0, x: 0, y: 0 };
      const row = plan.rows[Math.min(r, plan.rows.length - 1)];
      if (event.shiftKey) { x = clamp(x + dx, row.w); y = clamp(y + dy, row.h); }
      else { i = clamp(i + dx, plan.order.length); r = clamp(r + dy, plan.rows.length); }
      say({ i, r, x, y, k: plan.order[i], row: plan.rows[r] });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
const clamp = (value, count) => Math.max(0, Math.min(count - 1, value));

function unitsTable(layer) {
  const head = ["unit", "sort-variance", "sort-dead", "sort-difference", "sort-change", "sort-ablation"].map((k) => TG.t(k, ""));
  const rows = TG.unitNumbers(TG.view, layer).slice(0, 64).map((u) => [String(u.unit), TG.number(u.std), u.dead === null ? "–" : TG.t(u.dead ? "yes" : "no"), TG.number(u.difference), TG.number(u.change), TG.number(u.ablation)]);
  return TG.table(head, rows, TG.t("units-at", layer.path, TG.view.epoch));
}

/* How alike the layer's answers are between any two epochs. */
function settling(view, layer) {
  const found = view.exam?.content.similarity, stream = TG.streams(view.run, layer.network).at(-1);
  const matrix = found?.layers[TG.sheetKey(stream, layer)];
  if (!matrix || matrix.length < 2) return null;
  const n = matrix.length;
  const row = { w: n, h: n, label: "", colour: null, at: (_, y, x) => matrix[y][x] ?? 0 };
  const canvas = TG.canvas(TG.t("settling"), (c) => { TG.tiles(c, [row], [0], { cell: Math.max(120, Math.min(220, 14 * n)), width: 230, scaleOf: () => [1, false] }); });
  const ends = [found.epochs[0], found.epochs[n - 1]].join(" – ");
  return TG.h("figure", {}, TG.h("figcaption", {}, TG.h("h3", {}, TG.t("settling")), TG.h("p", { class: "quiet" }, TG.t("settling-lead", ends))), canvas, TG.legend(1, false, "CKA"));
}

const CHARTS = ["std", "dead", "saturated", "zeros", "arriving", "norm", "gradient", "update", "similarity"];
function layerCharts(view, layer) {
  const { history } = view.run, streams = TG.streams(view.run, layer.network);
  const charts = CHARTS.map((field) => {
    const own = history.weights[layer.id]?.[field];
    const series = own ? [{ name: TG.t(`stat-${field}`), list: own }] : streams.map((s) => {
      const key = TG.sheetKey(s, layer);
      return { name: TG.roleLabel(s.role), list: history.stats[key]?.[field] || history.similarity[key]?.[field] };
    }).filter((s) => s.list);
    if (!series.length) return null;
    if (series.length === 1) series[0].name = TG.t(`stat-${field}`);
    return TG.chart({ title: TG.t(`stat-${field}`), xLabel: TG.t("epoch"), width: 260, height: 130, pick: TG.pickEpoch,
      series: series.map((s) => ({ name: s.name, points: s.list.map((y, i) => [history.epochs[i], y]) })) });
  });
  return TG.h("div", { class: "multiples" }, charts);
}

"use strict";
/* Which pixels decided, by which method, and whether that method is to be
   trusted; and what arrives at the generator. */

const settings = { opacity: 0.9, threshold: 0.1, signs: true };
const ORANGE = [224, 130, 20], BLUE = [33, 113, 181];

const examined = (view, id) => view.exam?.content.methods?.find((m) => m.id === id);
TG.methods = (view) => {
  const ids = new Set(view.run.manifest.methods.map((m) => m.id));
  for (const method of view.exam?.content.methods || []) ids.add(method.id);
  return [...ids];
};
const BEST_FIRST = ["integrated-gradients", "occlusion", "gradient-x-input", "rise", "grad-cam"];
TG.method = (view) => {
  const ids = TG.methods(view);
  if (ids.includes(TG.state.why)) return TG.state.why;
  const known = BEST_FIRST.filter((id) => ids.includes(id) && mapOf(view, TG.explained(view.run)[0], id));
  return known.find((id) => examined(view, id)?.passed) || known[0] || ids[0];
};
/* A map of evidence says what a pixel adds, one of sensitivity what a brighter pixel would. */
const towards = (view, value, method) => {
  const facts = examined(view, method) || view.run.manifest.methods.find((m) => m.id === method);
  const words = TG.t(`${view.run.manifest.target === "class" ? "class" : "realness"}-${value < 0 ? "minus" : "plus"}`);
  return facts?.evidence === false ? TG.t("brighter", words) : words;
};
const mapOf = (side, stream, method) => {
  const name = `${stream.id}/${method}`, now = side.content?.maps?.[name];
  if (now) return [now, side.chunk, ""];
  const once = side.exam?.content.maps?.[name];
  return once ? [once, side.exam, TG.t("map-once", side.exam.content.epoch)] : null;
};

TG.panel("why", (view) => [view.probe, TG.method(view), TG.state.cmp, Boolean(view.exam)], (view, root) => {
  const method = TG.method(view), streams = TG.explained(view.run);
  if (!method) { root.hidden = true; return; }
  root.hidden = false;
  const realness = view.run.manifest.target !== "class";
  const slider = (name) => TG.h("label", { class: "field" }, TG.h("span", {}, TG.t(name)),
    TG.h("input", { type: "range", min: 0, max: 1, step: 0.05, value: settings[name], "data-key": name, oninput: (e) => { settings[name] = Number(e.target.value); TG.repaint(); } }));
  root.append(
    TG.h("h2", {}, TG.t(realness ? "why-fake" : "why-class")),
    TG.h("p", { class: "lead" }, TG.t(realness ? "why-lead" : "why-class-lead")),
    TG.h("div", { class: "why" },
      TG.h("fieldset", { class: "methods" }, TG.h("legend", {}, TG.t("methods")), TG.methods(view).map((id) => methodChoice(view, id, id === method))),
      TG.h("div", { class: "maps" },
        TG.h("div", { class: "controls" }, slider("opacity"), slider("threshold"),
          TG.h("label", { class: "check" }, TG.h("input", { type: "checkbox", checked: settings.signs, "data-key": "signs", onchange: (e) => { settings.signs = e.target.checked; TG.repaint(); } }), TG.t("signs"))),
        TG.h("p", { class: "signs-legend" },
          TG.h("span", { class: "minus" }, `− ${TG.t("orange")}: ${towards(view, -1, method)}`), TG.h("span", { class: "plus" }, `+ ${TG.t("blue")}: ${towards(view, 1, method)}`)),
        TG.h("div", { class: "overlays" }, [...streams].reverse().map((stream) => overlayFigure(view, stream, method))))));
});

function methodChoice(view, id, chosen) {
  const proof = examined(view, id);
  const verdict = proof ? (proof.passed ? "pass" : "fail") : "unchecked";
  const about = TG.has(`method-${id}`) ? TG.t(`method-${id}`) : "";
  const teaching = proof?.teaching || id.startsWith("guided");
  const input = TG.h("input", { type: "radio", name: "method", value: id, checked: chosen, "data-key": `m-${id}`, onchange: () => TG.set({ why: id }) });
  return TG.h("div", { class: "method" },
    TG.h("label", {}, input, " ", id, " ", TG.h("span", { class: `badge ${verdict}` }, TG.t(`badge-${verdict}`))),
    TG.details(TG.t("proofs"), `proof-${id}`, () => TG.h("div", {},
      about ? TG.h("p", {}, about) : null, teaching ? TG.h("p", { class: "note" }, TG.t("teaching")) : null,
      proof ? checksOf(proof) : TG.h("p", {}, TG.t("not-examined")), cascadeOf(view, id))));
}

const checksOf = (proof) => TG.h("ul", { class: "checks" }, proof.checks.map((check) => {
  const numbers = [TG.number(check.value)];
  if (check.limit !== undefined) numbers.push(TG.t("limit", TG.number(check.limit)));
  if (check.random !== undefined) numbers.push(TG.t("random", TG.number(check.random)));
  if (check.sobel !== undefined) numbers.push(TG.t("sobel", TG.number(check.sobel)));
  return TG.h("li", {}, TG.h("span", { class: `badge ${check.passed ? "pass" : "fail"}` }, TG.t(check.passed ? "badge-pass" : "badge-fail")), " ",
    TG.h("strong", {}, check.name), ` ${numbers.join(", ")} (${TG.t(`better-${check.better}`)}). `, TG.has(`check-${check.name}`) ? TG.t(`check-${check.name}`) : "");
}));

function cascadeOf(view, id) {
  const cascade = view.exam?.content.cascade?.[id];
  if (!cascade) return null;
  return TG.h("div", {}, TG.chart({ title: TG.t("cascade"), xLabel: TG.t("cascade-x"), width: 260, height: 130, series: [{ name: TG.t("cascade"), points: cascade.similarity.map((y, i) => [i, y]) }] }),
    TG.h("p", { class: "quiet" }, TG.t("cascade-means", cascade.layers.join(", "))));
}

function overlayFigure(view, stream, method) {
  const label = TG.roleLabel(stream.role) || TG.className(view.run, stream, view.probe);
  const facts = TG.h("p", { class: "map-facts" }), output = TG.h("output", { class: "readout", "aria-live": "polite" });
  const canvas = TG.canvas(TG.t("overlay-of", method, label), async (c) => {
    const now = TG.view;
    if (!now.content) return;
    c.plan = await drawOverlays(c, now, stream, method);
    facts.textContent = c.plan.text;
  });
  canvas.addEventListener("mousemove", (event) => {
    const value = underPointer(canvas, event);
    if (!value) return;
    output.textContent = `${TG.t("place", value.y, value.x)} · ${TG.number(value.v, 6)} · ${towards(TG.view, value.v, method)}`;
    output.dataset.value = value.v;
  });
  return TG.h("figure", {}, TG.h("figcaption", {}, TG.h("strong", {}, label), ` ${TG.t("probe", view.probe)}`), canvas, facts, output);
}

function underPointer(canvas, event) {
  const panes = canvas.plan?.panes || [];
  for (const { left, size, height, row, probe } of panes) {
    const x = Math.floor((event.offsetX - left) / size * row.w), y = Math.floor(event.offsetY / height * row.h);
    if (x >= 0 && x < row.w && y >= 0 && y < row.h) return { x, y, v: row.at(probe, y, x) };
  }
  return null;
}

/* One pane; with a comparison three: A, B, A − B. */
async function drawOverlays(canvas, view, stream, method) {
  const found = mapOf(view, stream, method);
  const room = canvas.parentElement.clientWidth;
  if (!found) {
    TG.size(canvas, 10, 10);
    const near = view.run.epochs.length ? TG.t("map-none", method, view.epoch) : "";
    return { panes: [], text: near };
  }
  const [facts, chunk, note] = found, probe = view.probe;
  const panes = [{ row: TG.row(await chunk.sheet(facts), null, 0), side: view }];
  const other = view.other?.content ? mapOf(view.other, stream, method) : null;
  if (other) {
    const row = TG.row(await other[1].sheet(other[0]), null, 0), difference = TG.minus(panes[0].row, row, [probe], "A − B");
    if (difference) panes.push({ row, side: view.other }, { row: difference, side: null });
  }
  const size = Math.floor(Math.min(300, (room - 8 * (panes.length - 1)) / panes.length));
  const height = Math.round(size * panes[0].row.h / panes[0].row.w), context = TG.size(canvas, size * panes.length + 8 * (panes.length - 1), height);
  for (const [i, pane] of panes.entries()) {
    Object.assign(pane, { left: i * (size + 8), size, height, probe });
    await overlay(context, pane, stream);
  }
  const { sum } = TG.summary(panes[0].row, probe), logit = view.content.scores?.[stream.id]?.[probe];
  const complete = (view.content.completeness || view.exam?.content.completeness)?.[`${stream.id}/${method}`]?.[probe];
  const text = [logit === undefined ? "" : TG.scoreText(view.run, stream, probe, logit), TG.t("map-sum", TG.number(sum), towards(view, sum, method)),
    TG.t("map-scale", TG.number(facts.scale)), complete === undefined ? "" : TG.t("completeness", TG.percent(complete)), note, panes.length > 1 ? "A, B, A − B" : ""];
  return { panes, text: text.filter(Boolean).join(" · ") };
}

async function overlay(context, { row, side, left, size, height, probe }, stream) {
  const { w, h } = row, image = new ImageData(w, h);
  const found = side ? await TG.pictures(side.run, stream, side.chunk) : null;
  const picture = found ? TG.row(await found[1].sheet(found[0]), null, 0) : null;
  const fits = picture && picture.w === w && picture.h === h;
  TG.each(row, (y, x) => {
    const to = 4 * (y * w + x), value = row.at(probe, y, x), share = Math.min(1, Math.abs(value) / row.scale);
    const under = fits ? picture.colour(probe, y, x) : [128, 128, 128], grey = (under[0] + under[1] + under[2]) / 3;
    const base = 60 + grey * 0.7, tint = value < 0 ? ORANGE : BLUE, alpha = share >= settings.threshold ? settings.opacity * share : 0;
    for (let c = 0; c < 3; c++) image.data[to + c] = base * (1 - alpha) + tint[c] * alpha;
    image.data[to + 3] = 255;
  });
  const scratch = TG.h("canvas", { width: w, height: h });
  scratch.getContext("2d").putImageData(image, 0, 0);
  context.drawImage(scratch, left, 0, size, height);
  if (settings.signs) drawSigns(context, row, probe, left, size, height);
}

/* + and − on the strongest pixels, so that colour is never alone. */
function drawSigns(context, row, probe, left, size, height) {
  const cell = size / row.w, line = height / row.h, every = Math.max(1, Math.ceil(7 / cell)), reach = Math.max(2, Math.min(4, cell * every / 4));
  context.strokeStyle = "#fff";
  context.lineWidth = 1.2;
  context.beginPath();
  for (let y = every >> 1; y < row.h; y += every) for (let x = every >> 1; x < row.w; x += every) {
    const value = row.at(probe, y, x);
    if (Math.abs(value) < Math.max(0.4, settings.threshold) * row.scale) continue;
    const cx = left + (x + 0.5) * cell, cy = (y + 0.5) * line;
    context.moveTo(cx - reach, cy); context.lineTo(cx + reach, cy);
    if (value > 0) { context.moveTo(cx, cy - reach); context.lineTo(cx, cy + reach); }
  }
  context.stroke();
}

/* -- what arrives at the generator ------------------------------------------------ */

TG.panel("arriving", (view) => [view.probe, Boolean(view.exam), Object.keys(view.content?.arriving || {})], (view, root) => {
  const names = Object.keys(view.content?.arriving || {});
  root.hidden = !names.length;
  if (!names.length) return;
  root.append(TG.h("h2", {}, TG.t("arriving")), TG.h("p", { class: "lead" }, TG.t("arriving-lead")),
    TG.h("div", { class: "arrivals" }, names.map((name) => {
      const caption = TG.h("figcaption"), canvas = TG.canvas(TG.t("arriving-at", name), async (c) => {
        const now = TG.view, facts = now.content?.arriving?.[name];
        if (!facts) return;
        const row = TG.row(await now.chunk.sheet(facts), null, 0);
        TG.tiles(c, [row], [Math.min(now.probe, facts.tiles - 1)], { cell: name === "image" ? 140 : 96, width: 150, scaleOf: () => [row.scale, row.signed] });
        caption.replaceChildren(TG.h("strong", {}, name === "image" ? TG.t("arriving-image") : name), TG.legend(row.scale, row.signed, ""));
      });
      return TG.h("figure", {}, canvas, caption);
    })), changeOf(view) || "");
});

/* One real step of the generator beside what the gradient asked for. */
function changeOf(view) {
  const change = view.exam?.content.change;
  if (!change?.predicted) return null;
  const { probe } = view;
  const picture = (name) => TG.h("figure", {}, TG.canvas(TG.t(`change-${name}`), async (c) => {
    const row = TG.row(await view.exam.sheet(change[name]), null, 0);
    TG.tiles(c, [row], [probe], { cell: 140, width: 150, scaleOf: () => [row.scale, row.signed] });
  }), TG.h("figcaption", {}, TG.h("strong", {}, TG.t(`change-${name}`)), TG.legend(change[name].scale, change[name].zero === 128, "")));
  return TG.h("div", {}, TG.h("h3", {}, TG.t("change", view.exam.content.epoch)),
    TG.h("p", { class: "lead" }, TG.t("change-lead", TG.number(change.cosine[probe], 2))),
    TG.h("div", { class: "arrivals" }, picture("predicted"), picture("real")));
}

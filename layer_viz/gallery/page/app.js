"use strict";
/* The bar, the samples, the timeline, and the one function that draws it all. */

let playing = 0, speed = 2, problems = [];

TG.open = ({ runs, inline }) => {
  Object.assign(TG, { runs, inline, state: TG.parse(location.hash) });
  TG.render();
};

TG.problem = (text) => {
  if (!problems.includes(text)) problems.push(text);
  notes(TG.view);
};

/* Loads what the state names, then draws; a newer state overtakes an older one. */
let newest = 0;
TG.render = async () => {
  const token = ++newest, { state } = TG;
  const run = TG.runs.find((r) => r.key === state.run) || TG.runs[0];
  const epoch = TG.nearest(run, state.e === "" ? run.epochs[run.epochs.length - 1] : Number(state.e) || 0);
  const probe = Math.max(0, Math.min(TG.probeCount(run) - 1, Number(state.probe) || 0));
  const view = { run, epoch, probe, content: null, chunk: null, exam: null, other: null, asked: performance.now() };
  document.documentElement.lang = TG.language();
  document.documentElement.dataset.theme = state.theme || "auto";
  document.title = `${run.manifest.title} · layer_viz`;
  showEpoch(view);
  problems = [];
  const [chunk, exam, other] = await Promise.all([
    attempt(run, epoch), run.manifest.exam ? TG.load(`${run.key}/exam`).catch(() => { problems.push(TG.t("exam-lost")); return null; }) : null, otherSide(state.cmp),
  ]);
  if (token !== newest) return;
  Object.assign(view, { chunk, content: chunk?.content || null, exam, other });
  TG.view = view;
  TG.refresh(view);
  notes(view);
  await TG.repaint();
  if (token !== newest) return;
  document.documentElement.dataset.drawn = `${run.key}:${epoch}`;
  TG.drawnAfter = performance.now() - view.asked;
  prefetch(run, epoch);
};

const attempt = (run, epoch) => TG.loadEpoch(run, epoch).catch((error) => {
  problems.push(TG.t(error.message === "missing" ? "chunk-missing" : "chunk-damaged", epoch, `c/${run.key}/${TG.folder(epoch)}.js`));
  return null;
});

async function otherSide(cmp) {
  if (!cmp) return null;
  const [key, number] = cmp.split(":"), run = TG.runs.find((r) => r.key === key);
  if (!run) return null;
  const epoch = TG.nearest(run, Number(number) || 0), chunk = await attempt(run, epoch);
  const exam = run.manifest.exam ? await TG.load(`${key}/exam`).catch(() => null) : null;
  return { run, epoch, chunk, exam, content: chunk?.content || null };
}

function prefetch(run, epoch) {
  const i = run.epochs.indexOf(epoch);
  for (const j of [i + 1, i - 1]) if (j in run.epochs) TG.loadEpoch(run, run.epochs[j]).catch(() => {});
}

/* -- epochs ---------------------------------------------------------------------- */

const index = () => TG.view.run.epochs.indexOf(TG.view.epoch);
TG.pickEpoch = (x) => TG.set({ e: String(TG.nearest(TG.view.run, x)) });
const goTo = (i, wait = 400) => {
  const { epochs } = TG.view.run, j = Math.max(0, Math.min(epochs.length - 1, i));
  const drawn = TG.set({ e: String(epochs[j]) }, wait);
  if (!playing) TG.announce(TG.t("epoch-is", epochs[j]));
  return drawn;
};
function play() {
  if (playing) { clearTimeout(playing); playing = 0; TG.commit(); }
  else if (matchMedia("(prefers-reduced-motion: reduce)").matches) TG.announce(TG.t("reduced-motion"));
  else {
    const tick = async () => { await goTo((index() + 1) % TG.view.run.epochs.length, 3000); if (playing) playing = setTimeout(tick, 1000 / speed); };
    playing = setTimeout(tick, 0);
  }
  const button = document.getElementById("play");
  button.textContent = playing ? "❚❚" : "▶";
  button.setAttribute("aria-label", TG.t(playing ? "pause" : "play"));
}

document.addEventListener("keydown", (event) => {
  const tag = event.target.tagName;
  if (event.ctrlKey || event.metaKey || event.altKey || tag === "SELECT" || (tag === "INPUT" && event.target.id !== "epoch")) return;
  if (event.key === "Escape" && TG.state.unit !== "") TG.closeDrawer();
  else if (event.key === "ArrowLeft") goTo(index() - 1);
  else if (event.key === "ArrowRight") goTo(index() + 1);
  else if (event.key === "Home") goTo(0);
  else if (event.key === "End") goTo(TG.view.run.epochs.length - 1);
  else if (event.key === " " && !["BUTTON", "SUMMARY", "A"].includes(tag)) play();
  else return;
  event.preventDefault();
});

/* The slider moves at once, also when an epoch's chunk is missing. */
function showEpoch(view) {
  const slider = document.getElementById("epoch");
  if (!slider) return;
  slider.value = view.run.epochs.indexOf(view.epoch);
  slider.setAttribute("aria-valuetext", TG.t("epoch-is", view.epoch));
  document.getElementById("epoch-number").textContent = view.epoch;
}

TG.panel("bar", () => [TG.state.cmp, TG.state.theme], (view, root) => {
  const { run } = view, last = run.epochs.length - 1;
  const icon = (text, label, action, id) => TG.h("button", { onclick: action, "aria-label": label, title: label, id, "data-key": label }, text);
  document.getElementById("skip").textContent = TG.t("skip");
  const sides = TG.runs.flatMap((r) => r.epochs.map((e) => [`${r.key}:${e}`, TG.runs.length > 1 ? `${r.key.toUpperCase()} · ${TG.t("epoch-is", e)}` : TG.t("epoch-is", e)]));
  root.append(
    TG.h("div", { class: "title" }, TG.h("h1", {}, run.manifest.title),
      TG.runs.length > 1 ? TG.select(TG.t("run"), TG.runs.map((r) => [r.key, `${r.key.toUpperCase()} · ${r.manifest.title}`]), run.key, (v) => TG.set({ run: v, unit: "" }), "run") : null),
    TG.h("div", { class: "epochs" },
      icon("|◀", TG.t("previous"), () => goTo(index() - 1)), icon("▶", TG.t("play"), play, "play"), icon("▶|", TG.t("next"), () => goTo(index() + 1)),
      TG.h("label", { class: "epoch" }, TG.h("span", {}, TG.t("epoch"), " ", TG.h("b", { id: "epoch-number" }, String(view.epoch))),
        TG.h("input", { type: "range", id: "epoch", min: 0, max: last, step: 1, value: index(), "data-key": "epoch",
          oninput: (event) => goTo(Number(event.target.value)), onchange: () => TG.commit() }))),
    TG.h("div", { class: "choices" },
      TG.select(TG.t("speed"), [["1", "1×"], ["2", "2×"], ["5", "5×"]], String(speed), (v) => { speed = Number(v); }, "speed"),
      TG.select(TG.t("compare"), [["", TG.t("compare-off")], ...sides], TG.state.cmp, (v) => TG.set({ cmp: v }), "cmp"),
      TG.select(TG.t("language"), [["en", "English"], ["fr", "Français"]], TG.language(), (v) => TG.set({ lang: v }), "lang"),
      TG.select(TG.t("theme"), [["", TG.t("theme-auto")], ["light", TG.t("theme-light")], ["dark", TG.t("theme-dark")]], TG.state.theme, (v) => TG.set({ theme: v }), "theme")));
}, (view) => showEpoch(view));

/* -- notes and the first questions -------------------------------------------------- */

function notes(view) {
  if (!view.run) return;
  const { manifest } = view.run, found = problems.map((text) => ["bad", text]);
  if (view.other) {
    found.push(["", TG.t("comparing", sideName(view), sideName(view.other))]);
    if (view.other.run.manifest.probes.sha256 !== manifest.probes.sha256) found.push(["bad", TG.t("probes-differ")]);
  }
  if (!manifest.complete) found.push(["", TG.t("not-complete")]);
  if (!manifest.exam) found.push(["", TG.t("not-examined")]);
  if (view.run.left_out.length) found.push(["", TG.t("left-out", view.run.epochs.length, view.run.history.epochs.length, view.run.left_out.join(", "))]);
  document.getElementById("notes").replaceChildren(...found.map(([kind, text]) => TG.h("p", { class: `note ${kind}`, role: kind ? "alert" : false }, text)));
}
const sideName = ({ run, epoch }) => `${TG.runs.length > 1 ? `${run.key.toUpperCase()} ` : ""}${TG.t("epoch-is", epoch)}`;

TG.panel("guide", (view) => [TG.state.guide, TG.state.theme, TG.state.lang, Boolean(view.exam)], (view, root) => {
  const { run } = view, g = TG.layersOf(run, "G").filter((l) => !l.same_as && l.units.length);
  const link = (patch, text, section) => TG.h("a", { href: TG.serialise({ ...TG.state, ...patch }), onclick: () => setTimeout(() => document.getElementById(section).scrollIntoView(), 60) }, text);
  const at = (e) => String(TG.nearest(run, e)), questions = [];
  if (g.length) {
    const third = g[Math.min(2, g.length - 1)].id, epochs = [...new Set([0, 1, 5].map(at))];
    questions.push([TG.t("question-1"), epochs.map((e) => link({ layer: third, e, unit: "" }, TG.t("epoch-is", e), "layer"))]);
  }
  const methods = TG.methods(view);
  if (methods.length) questions.push([TG.t(g.length ? "question-2" : "question-2-class"), [link({ why: TG.method(view), e: String(run.epochs[run.epochs.length - 1]) }, TG.t("show-map"), "why")]]);
  if (view.run.manifest.panels?.some((panel) => panel.id === "evidence-d") && view.run.manifest.kind === "tables") {
    questions.push([TG.t("question-columns"), [run.epochs[0], run.epochs[run.epochs.length - 1]].map((e) => link({ e: String(e) }, TG.t("epoch-is", e), "panels"))]);
  }
  const units = Object.entries(view.exam?.content.dissection || {}).flatMap(([layer, found]) => found.units.map((row) => ({ layer, ...row }))).filter((row) => row.image);
  if (units.length) {
    const { layer, unit } = units.reduce((best, row) => (row.image > best.image ? row : best));
    questions.push([TG.t("question-3"), [link({ layer, unit: String(unit) }, TG.t("show-unit", unit), "layer")]]);
  }
  root.hidden = TG.state.guide !== "1" || !questions.length;
  if (root.hidden) return;
  root.append(TG.h("div", { class: "guide-head" }, TG.h("h2", {}, TG.t("start")), TG.h("button", { onclick: () => TG.set({ guide: "0" }), "aria-label": TG.t("close-guide") }, "✕")),
    TG.h("p", { class: "lead" }, TG.t("start-lead")),
    TG.h("ol", { class: "questions" }, questions.map(([text, links]) => TG.h("li", {}, text, " ", links.flatMap((a) => [a, " "])))));
});

/* -- samples ------------------------------------------------------------------------- */

TG.scoreText = (run, stream, probe, logit) => {
  if (run.manifest.target === "class") return TG.t("score-class", TG.className(run, stream, probe), TG.number(logit));
  if (run.manifest.probability === false) return TG.t("score-critic", TG.number(logit));
  return TG.t("score-real", TG.percent(TG.chance(logit)), TG.number(logit));
};

TG.panel("samples", (view) => [view.probe, TG.state.cmp, Boolean(view.content)], (view, root) => {
  root.hidden = ["text", "tables"].includes(view.run.manifest.kind); // theirs are among the panels
  if (root.hidden) return;
  root.append(TG.h("h2", {}, TG.t("samples")));
  if (view.run.manifest.kind === "points") return pointsSamples(view, root);
  const streams = TG.explained(view.run), realness = view.run.manifest.target !== "class";
  root.append(TG.h("p", { class: "lead" }, TG.t(realness ? "samples-lead" : "samples-class-lead")));
  for (const stream of [...streams].reverse()) root.append(sampleRow(view, stream, false));
  if (view.other?.content) for (const stream of [...streams].reverse()) if (stream.role === "fake") root.append(TG.h("p", { class: "quiet" }, `B: ${sideName(view.other)}`), sampleRow(view, stream, true), TG.h("p", { class: "quiet" }, TG.t("difference-lead")), sampleRow(view, stream, "difference"));
  if (view.content?.images?.grid) root.append(TG.details(TG.t("grid-64"), "grid-64", () => gridCanvas()));
}, (view, root) => {
  for (const button of root.querySelectorAll("button.probe")) {
    const score = (side) => side?.content?.scores?.[button.stream.id]?.[button.probe];
    if (button.side === "difference") {
      button.lastChild.textContent = TG.number(score(view) - score(view.other));
      button.setAttribute("aria-label", `A − B, ${TG.t("probe", button.probe)}: ${button.lastChild.textContent}`);
      continue;
    }
    const logit = score(button.side ? view.other : view);
    if (logit === undefined) continue;
    const text = TG.scoreText(view.run, button.stream, button.probe, logit);
    button.setAttribute("aria-label", `${TG.roleLabel(button.stream.role)} ${TG.t("probe", button.probe)}: ${text}`);
    button.title = text;
    const short = view.run.manifest.target === "class" || view.run.manifest.probability === false ? TG.number(logit) : TG.percent(Number(TG.chance(logit).toFixed(3)));
    button.lastChild.textContent = `${short}`;
    button.lastChild.dataset.logit = logit;
  }
});

function sampleRow(view, stream, side) {
  const label = TG.roleLabel(stream.role) || stream.id;
  const buttons = Array.from({ length: TG.probeCount(view.run) }, (_, probe) => {
    const canvas = TG.canvas("", (c) => samplePicture(c, stream, probe, side), { "aria-hidden": "true", role: false });
    const button = TG.h("button", { class: "probe", "aria-pressed": String(probe === view.probe), "data-key": `${side}${stream.id}${probe}`, onclick: () => TG.set({ probe: String(probe) }) },
      canvas, TG.h("span", { class: "quiet" }, TG.className(view.run, stream, probe)), TG.h("span", { class: "score" }, ""));
    return Object.assign(button, { stream, probe, side });
  });
  return TG.h("div", { class: "sample-row" }, TG.h("span", { class: `role ${stream.role}` }, label), TG.h("div", { class: "probes" }, buttons));
}

async function samplePicture(canvas, stream, probe, side) {
  const picture = async (view) => {
    const found = view?.content ? await TG.pictures(view.run, stream, view.chunk) : null;
    return found ? TG.row(await found[1].sheet(found[0]), null, 0) : null;
  };
  let row = await picture(side === true ? TG.view.other : TG.view);
  if (side === "difference") {
    const other = await picture(TG.view.other);
    row = row && other ? TG.minus(row, other, [probe], "A − B") : null;
  }
  if (row) TG.tiles(canvas, [row], [probe], { cell: 64, width: 66, scaleOf: () => [side === "difference" ? 255 : row.scale, row.signed] });
}

const gridCanvas = () => TG.canvas(TG.t("grid-64"), async (c) => {
  const { content, chunk } = TG.view, facts = content?.images?.grid;
  if (!facts) return;
  const row = TG.row(await chunk.sheet(facts), null, 0), room = c.parentElement.clientWidth;
  const across = room > 500 ? 16 : 8;
  TG.tiles(c, [row], Array.from({ length: facts.tiles }, (_, i) => i), { cell: Math.min(48, Math.floor(room / across) - 2), width: Math.min(room, across * 50), scaleOf: () => [1, false] });
});

function pointsSamples(view, root) {
  const plane = (view.run.manifest.streams.find((s) => s.role !== "generator") || view.run.manifest.streams[0]).plane;
  root.append(TG.h("p", { class: "lead" }, TG.t("points-lead")),
    TG.h("p", { class: "signs-legend" }, TG.h("span", { class: "role real" }, `● ${TG.t("real")}`), TG.h("span", { class: "role fake" }, `✕ ${TG.t("fake")}`)),
    TG.canvas(TG.t("scatter"), async (c) => {
      const { content } = TG.view;
      if (!content?.points || !plane) return;
      const side = Math.min(380, c.parentElement.clientWidth - 60);
      const tall = Math.min(2, (plane.y[1] - plane.y[0]) / (plane.x[1] - plane.x[0])) * side, context = TG.size(c, side + 50, tall + 34);
      TG.scatter(context, content.points, plane, 44, 4, side, tall);
      const style = getComputedStyle(document.documentElement);
      context.strokeStyle = context.fillStyle = style.getPropertyValue("--soft");
      context.font = "12px system-ui, sans-serif";
      context.strokeRect(44.5, 4.5, side, tall);
      context.fillText(`${plane.axes[0]}: ${TG.number(plane.x[0])} … ${TG.number(plane.x[1])}`, 44, tall + 24);
      context.fillText(TG.number(plane.y[1]), 4, 16);
      context.fillText(plane.axes[1], 4, tall / 2);
      context.fillText(TG.number(plane.y[0]), 4, tall + 2);
    }));
}

/* -- timeline and the end of the page --------------------------------------------------- */

TG.panel("timeline", () => [], (view, root) => {
  const { timeline, health, skipped } = view.run.manifest;
  const names = [...new Set(timeline.flatMap(Object.keys))].filter((k) => k !== "epoch" && timeline.some((r) => typeof r[k] === "number"));
  root.append(TG.h("h2", {}, TG.t("timeline")), TG.h("p", { class: "lead" }, TG.t("timeline-lead")));
  const points = (name) => timeline.map((row) => [row.epoch, typeof row[name] === "number" ? row[name] : null]);
  const losses = names.filter((n) => /loss|nll/.test(n) && !n.startsWith("val_")).slice(0, 4), flags = health.map((h) => h.epoch);
  const charts = [losses.length ? TG.chart({ title: TG.t("losses"), width: 560, height: 190, xLabel: TG.t("epoch"), flags, pick: TG.pickEpoch, series: losses.map((name) => ({ name, points: points(name) })) }) : null,
    ...names.filter((n) => !losses.includes(n)).slice(0, 11).map((name) => TG.chart({ title: name, xLabel: TG.t("epoch"), flags, pick: TG.pickEpoch, width: 260, height: 130, series: [{ name, points: points(name) }] }))];
  root.append(TG.h("div", { class: "multiples" }, charts.filter(Boolean)));
  if (!names.length) root.append(TG.h("p", { class: "quiet" }, TG.t("no-timeline")));
  root.append(TG.h("h3", {}, TG.t("health")));
  root.append(health.length ? TG.h("ul", { class: "health" }, health.slice(0, 100).map((h) => TG.h("li", {},
    TG.h("button", { onclick: () => TG.pickEpoch(h.epoch) }, `⚑ ${TG.t("epoch-is", h.epoch)}`), " ", TG.h("strong", {}, h.name), " ", h.sentence))) : TG.h("p", { class: "quiet" }, TG.t("healthy")));
  if (skipped.length) root.append(TG.h("p", { class: "quiet" }, TG.t("skipped", skipped.map((s) => s.epoch).join(", "), [...new Set(skipped.map((s) => s.reason))].join(", "))));
  if (names.length) root.append(TG.details(TG.t("as-table"), "timeline-table", () => {
    const few = names.slice(0, 8), every = Math.ceil(timeline.length / 60);
    return TG.table([TG.t("epoch"), ...few], timeline.filter((_, i) => i % every === 0).map((row) => [String(row.epoch), ...few.map((n) => TG.number(row[n], 4))]), TG.t("timeline"));
  }));
}, (view, root) => {
  for (const figure of root.querySelectorAll("figure.chart")) figure.mark?.(view.epoch);
});

TG.panel("about", () => [], (view, root) => {
  const facts = Object.entries(view.run.manifest.facts || {}).map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)]);
  root.append(TG.h("h2", {}, TG.t("keys")), TG.h("p", {}, TG.t("keys-lead")), TG.h("p", {}, TG.t("share")),
    facts.length ? TG.details(TG.t("facts"), "facts", () => TG.table([TG.t("name"), TG.t("value")], facts, TG.t("facts"))) : "",
    TG.h("p", { class: "quiet" }, TG.t("precision")));
});

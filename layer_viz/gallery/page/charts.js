"use strict";
/* Line charts and histograms as SVG. */

const STYLES = [["var(--line-1)", ""], ["var(--line-2)", "6 3"], ["var(--line-3)", "2 3"], ["var(--line-4)", "8 3 2 3"]];
const MARGIN = { left: 46, right: 10, top: 8, bottom: 30 };

const ticks = (low, high, count) => Array.from({ length: count }, (_, i) => low + (high - low) * i / (count - 1));

/* As few digits as tell the numbers apart. */
const digitsFor = (values) => [2, 3, 4].find((n) => new Set(values.map((v) => TG.number(v, n))).size === values.length) || 5;

/* A chart of lines. series: [{name, points: [[x, y], …]}]; y may be null.
   `pick(x)` is called on a click; `mark(x)` of the result moves the cursor. */
TG.chart = ({ title, series, xLabel, pick = null, flags = [], width = 300, height = 150 }) => {
  const all = series.flatMap((s) => s.points).filter((p) => p[1] !== null && Number.isFinite(p[1]));
  if (!all.length) return null;
  const xs = all.map((p) => p[0]), ys = all.map((p) => p[1]);
  const x0 = Math.min(...xs), x1 = Math.max(...xs) > x0 ? Math.max(...xs) : x0 + 1;
  let y0 = Math.min(...ys), y1 = Math.max(...ys);
  if (y0 === y1) { y0 -= Math.abs(y0) / 2 || 0.5; y1 += Math.abs(y1) / 2 || 0.5; }
  const inner = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom];
  const X = (x) => MARGIN.left + (x - x0) / (x1 - x0) * inner[0];
  const Y = (y) => MARGIN.top + (y1 - y) / (y1 - y0) * inner[1];
  const picture = TG.svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": TG.t("chart-of", title) });
  const heights = ticks(y0, y1, 3);
  for (const y of heights) {
    picture.append(TG.svg("line", { x1: MARGIN.left, x2: width - MARGIN.right, y1: Y(y), y2: Y(y), class: "grid" }),
      TG.svg("text", { x: MARGIN.left - 5, y: Y(y) + 4, "text-anchor": "end" }, TG.number(y, digitsFor(heights))));
  }
  const places = ticks(x0, x1, 4);
  for (const x of new Set(xs.every(Number.isInteger) ? places.map(Math.round) : places)) {
    picture.append(TG.svg("text", { x: X(x), y: height - 15, "text-anchor": "middle" }, TG.number(x, Number.isInteger(x) ? 15 : 2)));
  }
  picture.append(TG.svg("text", { x: MARGIN.left + inner[0] / 2, y: height - 2, "text-anchor": "middle", class: "axis" }, xLabel));
  for (const flag of flags) {
    picture.append(TG.svg("path", { d: `M${X(flag)},${MARGIN.top}v${inner[1]}`, class: "flag" }),
      TG.svg("path", { d: `M${X(flag)},${MARGIN.top}l9,4l-9,4z`, class: "flag-head" }));
  }
  series.forEach((line, i) => {
    const [colour, dash] = STYLES[i % STYLES.length];
    const points = line.points.filter((p) => p[1] !== null && Number.isFinite(p[1])).map((p) => `${X(p[0])},${Y(p[1])}`);
    picture.append(TG.svg("polyline", { points: points.join(" "), style: `stroke:${colour}`, "stroke-dasharray": dash, class: "line" }));
    if (points.length === 1) picture.append(TG.svg("circle", { cx: points[0].split(",")[0], cy: points[0].split(",")[1], r: 2.5, style: `fill:${colour}` }));
  });
  const cursor = TG.svg("line", { y1: MARGIN.top, y2: MARGIN.top + inner[1], class: "cursor" });
  picture.append(cursor);
  if (pick) {
    picture.classList.add("pickable");
    picture.addEventListener("click", (event) => {
      const box = picture.getBoundingClientRect();
      pick(x0 + ((event.clientX - box.left) / box.width * width - MARGIN.left) / inner[0] * (x1 - x0));
    });
  }
  const keys = series.length > 1 || series[0].name !== title ? series.map((line, i) => key(line.name, i)) : [];
  const figure = TG.h("figure", { class: "chart" }, TG.h("figcaption", {}, title, " ", ...keys), picture);
  figure.mark = (x) => { cursor.setAttribute("x1", X(x)); cursor.setAttribute("x2", X(x)); };
  return figure;
};

const key = (name, i) => {
  const [colour, dash] = STYLES[i % STYLES.length];
  const sample = TG.svg("svg", { viewBox: "0 0 24 8", class: "key", "aria-hidden": "true" },
    TG.svg("line", { x1: 0, x2: 24, y1: 4, y2: 4, style: `stroke:${colour}`, "stroke-dasharray": dash, class: "line" }));
  return TG.h("span", { class: "key-pair" }, sample, name);
};

/* Histograms {low, high, counts} as outlines on one axis. */
TG.histogram = (title, rows) => TG.chart({
  title, xLabel: TG.t("value"),
  series: rows.map(({ name, histogram: { low, high, counts } }) => {
    const total = counts.reduce((a, b) => a + b, 0) || 1, width = (high - low) / counts.length;
    return { name, points: counts.flatMap((c, i) => [[low + i * width, c / total], [low + (i + 1) * width, c / total]]) };
  }),
});

TG.table = (head, rows, caption) => TG.h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
  TG.h("table", {}, TG.h("caption", {}, caption),
    TG.h("thead", {}, TG.h("tr", {}, head.map((name) => TG.h("th", { scope: "col" }, name)))),
    TG.h("tbody", {}, rows.map((row) => TG.h("tr", {}, row.map((value) => TG.h("td", {}, value)))))));

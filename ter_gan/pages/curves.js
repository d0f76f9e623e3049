"use strict";
/* Line charts with a cursor.

   const curves = TG.curves(element, { charts, xLabel, pick });
   curves.draw({ x: [steps], values: { d_loss: [numbers or null], … } }, cursor);

   charts: [{ title, lines: [[name in `values`, words]], references: [[words, y, style]],
              low, high, log }]; `references` are dashed; `log` offers the logarithm.
   cursor: a value of x. pick(x): called while a person clicks or drags on a chart.
   A chart of which no number was measured is hidden. `TG.ganCharts(facts)` is the usual list. */
{
const CHART = { width: 270, height: 165, left: 46, right: 8, top: 8, bottom: 36 };
const CHART_STYLES = [["var(--real)", ""], ["var(--fake)", "7 3"]];
const CHART_MOST = 400;

/* The numbers of a GAN of points, for the facts of a film or a live run. */
TG.ganCharts = ({ equilibrium, floor, modes, probability }) => {
  const [d, g] = equilibrium || [null, null], t = TG.t;
  const score = probability ? "d" : "score";
  return [
    { title: t("losses"), lines: [["d_loss", t("d_loss")], ["g_loss", t("g_loss")]], references: [[t("d-equilibrium"), d, 0], [t("g-equilibrium"), g, 1]] },
    { title: t("scores"), lines: [["d_real", t(`${score}_real`)], ["d_fake", t(`${score}_fake`)]], references: probability ? [[t("undecided"), 0.5]] : [], ...(probability ? { low: 0, high: 1 } : {}) },
    { title: t("energy_distance"), lines: [["energy_distance", t("distance")]], references: [[t("floor"), floor?.energy_distance]], low: 0, log: true },
    { title: t("modes_covered"), lines: [["modes_covered", t("covered")]], references: [[t("modes-all"), modes]], low: 0 },
    { title: t("high_quality_share"), lines: [["high_quality_share", t("share")]], references: [[t("floor"), floor?.high_quality_share]], low: 0, high: 1 },
    { title: t("diversity"), lines: [["diversity", t("diversity-line")]], references: [[t("real"), 1]], low: 0 },
    { title: t("generator_slope"), lines: [["generator_slope", t("slope")]], low: 0, log: true },
  ];
};

TG.curves = (element, { charts, xLabel, pick }) => {
  const all = charts.map((chart) => new Chart(chart, xLabel, pick));
  element.classList.add("curves");
  element.replaceChildren(...all.map((chart) => chart.figure));
  return { draw: (series, cursor) => { for (const chart of all) chart.draw(series, cursor); } };
};

const finite = (value) => value !== null && value !== undefined && Number.isFinite(value);

class Chart {
  constructor(chart, xLabel, pick) {
    Object.assign(this, { references: [], ...chart, xLabel, logarithm: false, drawn: "" });
    this.references = this.references.filter(([, y]) => finite(y));
    this.picture = TG.svg("svg", { viewBox: `0 0 ${CHART.width} ${CHART.height}`, role: "img" });
    this.said = this.lines.map(() => TG.h("b"));
    const keys = this.lines.map(([, words], i) => TG.h("span", { class: "key-pair" }, lineKey(i), words, " ", this.said[i]));
    this.toggle = chart.log ? TG.h("label", { class: "check" }, TG.h("input", { type: "checkbox", onchange: (event) => this.setLogarithm(event.target.checked) }), TG.t("log")) : null;
    this.figure = TG.h("figure", { class: "curve" }, TG.h("figcaption", {}, TG.h("strong", {}, chart.title), ...keys, this.toggle), this.picture);
    if (pick) this.listen(pick);
  }

  listen(pick) {
    const { picture } = this;
    const to = (event) => {
      const rect = picture.getBoundingClientRect(), px = (event.clientX - rect.left) / rect.width * CHART.width;
      const share = (px - CHART.left) / (CHART.width - CHART.left - CHART.right);
      pick(this.x0 + Math.max(0, Math.min(1, share)) * (this.x1 - this.x0));
    };
    picture.classList.add("pickable");
    picture.addEventListener("pointerdown", (event) => { picture.setPointerCapture(event.pointerId); to(event); });
    picture.addEventListener("pointermove", (event) => { if (event.buttons & 1) to(event); });
  }

  setLogarithm(on) {
    this.logarithm = on;
    this.drawn = "";
    this.draw(this.series, this.cursor);
  }

  draw(series, cursor) {
    Object.assign(this, { series, cursor });
    const { x } = series, key = `${x.length} ${x[0]} ${x[x.length - 1]}`;
    if (this.of !== series.values || this.drawn !== key) {
      Object.assign(this, { of: series.values, drawn: key });
      this.columns = this.lines.map(([name]) => series.values[name] || []);
      this.build(x);
    }
    if (!this.figure.hidden) this.mark(x, cursor);
  }

  /* The height of a value on the chart's scale; null where it has none. */
  rank(y) {
    if (!finite(y)) return null;
    return this.logarithm ? (y > 0 ? Math.log10(y) : null) : y;
  }

  build(x) {
    const ranks = [];
    for (const column of this.columns) for (const y of column) { const r = this.rank(y); if (r !== null) ranks.push(r); }
    this.figure.hidden = !ranks.length;
    if (!ranks.length) return;
    this.scale(x, ranks);
    const { left, right, top, bottom, width, height } = CHART, parts = [];
    for (const [place, text] of this.heights()) {
      parts.push(TG.svg("line", { x1: left, x2: width - right, y1: this.Y(place), y2: this.Y(place), class: "grid" }),
        TG.svg("text", { x: left - 6, y: this.Y(place) + 4, "text-anchor": "end" }, text));
    }
    for (const tick of TG.ticks(this.x0, this.x1, 4).filter(Number.isInteger)) {
      parts.push(TG.svg("text", { x: this.X(tick), y: height - bottom + 15, "text-anchor": this.X(tick) > width - 14 ? "end" : "middle" }, String(tick)));
    }
    parts.push(TG.svg("text", { x: (left + width - right) / 2, y: height - 5, "text-anchor": "middle" }, this.xLabel));
    this.columns.forEach((column, i) => {
      const [colour, dash] = CHART_STYLES[i];
      parts.push(TG.svg("path", { d: this.path(x, column), class: "line", style: `stroke:${colour}`, "stroke-dasharray": dash }));
    });
    parts.push(...this.referenceMarks(x));
    this.line = TG.svg("line", { y1: top, y2: height - bottom, class: "cursor" });
    this.dots = this.lines.map((_, i) => TG.svg("circle", { r: 3.5, style: `fill:${CHART_STYLES[i][0]}` }));
    this.picture.replaceChildren(...parts, this.line, ...this.dots);
  }

  scale(x, ranks) {
    const marks = this.references.map(([, y]) => this.rank(y)).filter((r) => r !== null);
    const fixed = this.logarithm ? [] : [this.low, this.high].filter(finite);
    let low = Infinity, high = -Infinity;
    for (const r of [...marks, ...fixed]) { low = Math.min(low, r); high = Math.max(high, r); }
    for (const r of ranks) { low = Math.min(low, r); high = Math.max(high, r); }
    if (low === high) { low -= Math.abs(low) / 2 || 0.5; high += Math.abs(high) / 2 || 0.5; }
    const room = (high - low) * (marks.length ? 0.13 : 0.06);
    this.y0 = !this.logarithm && finite(this.low) && low >= this.low ? this.low : low - room;
    this.y1 = high + room;
    this.x0 = x[0];
    this.x1 = x[x.length - 1] > x[0] ? x[x.length - 1] : x[0] + 1;
  }

  X(x) { return CHART.left + (x - this.x0) / (this.x1 - this.x0) * (CHART.width - CHART.left - CHART.right); }
  Y(rank) { return CHART.top + (this.y1 - rank) / (this.y1 - this.y0) * (CHART.height - CHART.top - CHART.bottom); }

  /* Places and words of the horizontal lines. */
  heights() {
    if (!this.logarithm) return TG.ticks(this.y0, this.y1, 6).map((y) => [y, TG.number(y, 6)]);
    const decades = TG.ticks(this.y0, this.y1, 4).filter(Number.isInteger);
    const places = decades.length > 1 ? decades : [0, 1, 2, 3].map((i) => this.y0 + (this.y1 - this.y0) * (i + 0.5) / 4);
    return places.map((rank) => [rank, TG.number(10 ** rank, 2)]);
  }

  /* A long line keeps the lowest and the highest point of each stretch. */
  path(x, column) {
    const stretch = Math.max(1, Math.ceil(x.length / CHART_MOST)), parts = [];
    let pen = "M";
    for (let from = 0; from < x.length; from += stretch) {
      let low = -1, high = -1;
      for (let i = from; i < Math.min(x.length, from + stretch); i++) {
        if (this.rank(column[i]) === null) continue;
        if (low < 0 || column[i] < column[low]) low = i;
        if (high < 0 || column[i] > column[high]) high = i;
      }
      if (low < 0) { pen = "M"; continue; }
      for (const i of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
        parts.push(`${pen}${this.X(x[i]).toFixed(1)},${this.Y(this.rank(column[i])).toFixed(1)}`);
        pen = "L";
      }
    }
    return parts.join("");
  }

  referenceMarks(x) {
    const { left, right, width } = CHART, shown = this.references.map(([words, y, style]) => [words, this.rank(y), style, y]).filter((each) => each[1] !== null);
    const taken = [];
    return shown.flatMap(([words, rank, style, y]) => {
      const colour = style === undefined ? "var(--soft)" : CHART_STYLES[style][0], text = `${words} ${TG.number(y)}`;
      const place = this.freePlace(x, this.Y(rank), 6.1 * text.length, taken);
      taken.push(place);
      return [TG.svg("line", { x1: left, x2: width - right, y1: this.Y(rank), y2: this.Y(rank), class: "reference", style: `stroke:${colour}` }),
        TG.svg("text", { x: place.x0, y: place.y1 - 3, class: "reference-name" }, text)];
    });
  }

  /* Places on a line, not further than some pixels apart. */
  alongLine(x, column) {
    const found = [];
    for (let i = 1; i < x.length; i++) {
      const a = this.rank(column[i - 1]), b = this.rank(column[i]);
      if (a === null || b === null) continue;
      const [x0, x1, y0, y1] = [this.X(x[i - 1]), this.X(x[i]), this.Y(a), this.Y(b)], parts = Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 5);
      for (let k = 0; k < parts; k++) found.push([x0 + (x1 - x0) * k / parts, y0 + (y1 - y0) * k / parts]);
    }
    return found;
  }

  /* Where a name hides the least of the lines: right or left, near above or below its
     own, or a little further off. */
  freePlace(x, y, wide, taken) {
    const { left, right, top, bottom, width, height } = CHART, high = 14;
    const points = this.columns.flatMap((column) => this.alongLine(x, column));
    const hidden = ({ x0, x1, y0, y1 }) => points.filter(([px, py]) => px >= x0 && px <= x1 && py > y0 && py < y1).length;
    const meets = (a) => taken.some((b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1);
    const places = [width - right - 2 - wide, left + 3].flatMap((x0) => [y - high - 1, y + 2, y - high - 9, y + 10].map((y0) => ({ x0, x1: x0 + wide, y0, y1: y0 + high })));
    const cost = (each) => hidden(each) + (meets(each) || each.y0 < top - 4 || each.y1 > height - bottom + 2 ? 1e6 : 0);
    return places.reduce((best, each) => (cost(each) < cost(best) ? each : best));
  }

  mark(x, cursor) {
    let i = x.length - 1;
    while (i > 0 && x[i] > cursor) i--;
    const at = Math.max(this.x0, Math.min(this.x1, cursor));
    this.line.setAttribute("x1", this.X(at));
    this.line.setAttribute("x2", this.X(at));
    const told = this.columns.map((column, k) => {
      const rank = this.rank(column[i]), value = finite(column[i]) ? TG.number(column[i]) : TG.t("none");
      this.dots[k].setAttribute("visibility", rank === null ? "hidden" : "visible");
      if (rank !== null) { this.dots[k].setAttribute("cx", this.X(x[i])); this.dots[k].setAttribute("cy", this.Y(rank)); }
      this.said[k].textContent = value;
      return `${this.lines[k][1]} ${value}`;
    });
    this.picture.setAttribute("aria-label", TG.t("chart-is", this.title, this.xLabel, x[i], told.join(", ")));
  }
}

const lineKey = (i) => TG.svg("svg", { viewBox: "0 0 24 8", class: "key", "aria-hidden": "true" },
  TG.svg("line", { x1: 0, x2: 24, y1: 4, y2: 4, class: "line", style: `stroke:${CHART_STYLES[i][0]}`, "stroke-dasharray": CHART_STYLES[i][1] }));
}

"use strict";
/* The plane of the data, on one canvas.

   const plane = TG.plane(element);
   plane.draw(view, layers);    a part that `view` lacks is not drawn
   plane.canvas                 to listen on
   plane.at(event)              [x, y] in the data's coordinates
   plane.pixel(x, y)            where that lies, in CSS pixels of the canvas

   Of the view, `view.span` (the logit's distance from `indifferent` at full
   colour) and `view.arrows.scale` (the length drawn as a twelfth of the plane) keep one
   scale for many frames; without them every frame has its own. */
{
const PLANE_MARGIN = { left: 46, right: 10, top: 10, bottom: 40 };
const PLANE_LEAST = 300, PLANE_MOST = 640, BESIDE_PLANE = 270; // CSS pixels

/* 1, 2 or 5 times a power of ten, not below `value`. */
TG.nice = (value) => {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return power * [1, 2, 5, 10].find((m) => m * power >= value * (1 - 1e-9));
};
TG.ticks = (low, high, most) => {
  const step = TG.nice((high - low) / most), found = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) found.push(Number((i * step).toPrecision(12)));
  return found;
};

/* Colours of the page's theme, and the 256 colours from "generated" to "real". */
TG.colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const heatTables = new Map();
TG.heatTable = () => {
  const stops = ["--heat-low", "--heat-middle", "--heat-high"].map(TG.colour), key = stops.join();
  if (!heatTables.has(key)) {
    const rgb = stops.map((hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)));
    heatTables.set(key, Uint32Array.from({ length: 256 }, (_, i) => {
      const place = i / 127.5, left = Math.min(1, Math.floor(place)), share = place - left;
      const [r, g, b] = rgb[left].map((c, k) => Math.round(c + share * (rgb[left + 1][k] - c)));
      return (255 << 24 | b << 16 | g << 8 | r) >>> 0;
    }));
  }
  return heatTables.get(key);
};

/* The logit at a place, interpolated between the grid's nodes; null outside. */
TG.logitAt = ({ box: [x0, x1, y0, y1], logits }, x, y) => {
  if (!logits || x < x0 || x > x1 || y < y0 || y > y1) return null;
  const { n, values } = logits, column = (x - x0) / (x1 - x0) * (n - 1), row = (y - y0) / (y1 - y0) * (n - 1);
  const j = Math.min(n - 2, Math.floor(column)), i = Math.min(n - 2, Math.floor(row)), s = column - j, t = row - i, k = i * n + j;
  return (1 - t) * ((1 - s) * values[k] + s * values[k + 1]) + t * ((1 - s) * values[k + n] + s * values[k + n + 1]);
};

/* Where the logit crosses `level`: line segments [x, y, x, y, …] in units of the grid. */
TG.contour = ({ n, values }, level) => {
  const found = [], at = (a, b) => (level - a) / (b - a);
  for (let i = 0; i + 1 < n; i++) {
    for (let j = 0; j + 1 < n; j++) {
      const k = i * n + j, a = values[k], b = values[k + 1], c = values[k + n + 1], d = values[k + n], sides = [];
      if (a > level !== b > level) sides.push([j + at(a, b), i]);
      if (b > level !== c > level) sides.push([j + 1, i + at(b, c)]);
      if (d > level !== c > level) sides.push([j + at(d, c), i + 1]);
      if (a > level !== d > level) sides.push([j, i + at(a, d)]);
      if (sides.length === 4 && a > level !== (a + b + c + d) / 4 > level) sides.unshift(sides.pop());
      for (let s = 0; s + 1 < sides.length; s += 2) found.push(...sides[s], ...sides[s + 1]);
    }
  }
  return found;
};

/* A length for arrows that nine tenths of them do not pass. */
TG.arrowScale = (vectors) => {
  const norms = Float64Array.from({ length: vectors.length / 2 }, (_, i) => Math.hypot(vectors[2 * i], vectors[2 * i + 1]) || 0).sort();
  return TG.nice(norms[Math.floor(0.9 * (norms.length - 1))]);
};
TG.logitSpan = ({ values }, indifferent) => TG.nice(values.reduce((most, v) => Math.max(most, Math.abs(v - indifferent) || 0), 0));

TG.plane = (element) => {
  const canvas = TG.h("canvas", { class: "plane-canvas", role: "img", tabindex: 0, "aria-label": "" });
  const legend = TG.h("div", { class: "plane-legend" }), readout = TG.h("output", { class: "plane-readout" });
  element.classList.add("plane");
  element.replaceChildren(canvas, legend, readout);
  const self = { canvas, view: null, layers: {}, pointer: null, width: 0 };
  const redraw = () => { if (self.view && self.width) paintPlane(self, legend, readout); };
  self.draw = (view, layers) => {
    Object.assign(self, { view, layers, width: self.width || widthOf(element) });
    redraw();
  };
  self.at = (event) => {
    const rect = canvas.getBoundingClientRect(), place = placesOf(self.view.box, self.width);
    return place.inverse(event.clientX - rect.left, event.clientY - rect.top);
  };
  self.pixel = (x, y) => {
    const place = placesOf(self.view.box, self.width);
    return [place.X(x), place.Y(y)];
  };
  const point = (place) => { self.pointer = place; if (self.view) sayValues(self, readout); };
  canvas.addEventListener("pointermove", (event) => { if (self.view) point(self.at(event)); });
  canvas.addEventListener("pointerleave", () => point(null));
  canvas.addEventListener("keydown", (event) => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key] || [0, 0];
    if (!event.shiftKey || !(dx || dy) || !self.view) return;
    const [x0, x1, y0, y1] = self.view.box, [x, y] = self.pointer || [(x0 + x1) / 2, (y0 + y1) / 2];
    point([Math.min(x1, Math.max(x0, x + dx * (x1 - x0) / 40)), Math.min(y1, Math.max(y0, y + dy * (y1 - y0) / 40))]);
    redraw();
    event.preventDefault();
    event.stopPropagation();
  });
  const fit = () => {
    const width = widthOf(element);
    if (width !== self.width) { self.width = width; redraw(); }
  };
  new ResizeObserver(fit).observe(element);
  window.addEventListener("resize", fit);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  return self;
};

/* As wide as its place, and low enough to be seen whole with the controls of time. */
const widthOf = (element) => Math.floor(Math.min(PLANE_MOST, element.clientWidth, Math.max(PLANE_LEAST, window.innerHeight - BESIDE_PLANE)));

/* From the data's coordinates to CSS pixels of a canvas of this width, and back. */
const placesOf = ([x0, x1, y0, y1], width) => {
  const { left, right, top, bottom } = PLANE_MARGIN, size = Math.max(20, width - left - right);
  return {
    left, top, size, height: size + top + bottom,
    X: (x) => left + (x - x0) / (x1 - x0) * size, Y: (y) => top + (y1 - y) / (y1 - y0) * size,
    inverse: (px, py) => [x0 + (px - left) / size * (x1 - x0), y1 - (py - top) / size * (y1 - y0)],
  };
};

const paintPlane = (self, legend, readout) => {
  const { canvas, view, layers, width } = self, place = placesOf(view.box, width), ratio = window.devicePixelRatio || 1;
  const w = Math.round(width * ratio), h = Math.round(place.height * ratio);
  if (canvas.width !== w || canvas.height !== h) {
    Object.assign(canvas, { width: w, height: h });
    canvas.style.aspectRatio = `${w} / ${h}`;
    canvas.style.width = `${width}px`;
  }
  const pen = canvas.getContext("2d"), { left, top, size } = place;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, place.height);
  const scales = scalesOf(view, layers);
  pen.save();
  pen.beginPath();
  pen.rect(left, top, size, size);
  pen.clip();
  TG.paintLayers(pen, place, view, layers, scales);
  pen.restore();
  paintAxes(pen, place, view.box);
  if (self.pointer) paintPointer(pen, place, self.pointer);
  TG.planeLegend(legend, view, layers, scales, place);
  const [x0, x1, y0, y1] = view.box.map((v) => TG.number(v));
  const label = TG.t("plane-is", x0, x1, y0, y1, (view.real?.length || 0) / 2, (view.generated?.length || 0) / 2);
  if (canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label);
  sayValues(self, readout);
};

/* What the heatmap shows and how far its colours and the arrows reach. */
const scalesOf = (view, layers) => {
  const heat = !view.logits || !layers.heatmap || layers.heatmap === "off" ? "off"
    : layers.heatmap === "probability" && view.probability ? "probability" : "logit";
  const arrows = ["descent", "slope"].includes(layers.arrows) && view.arrows?.[layers.arrows] ? layers.arrows : "off";
  return {
    heat, arrows,
    bounded: heat === "logit" && Boolean(view.span),
    span: heat === "logit" ? view.span || TG.logitSpan(view.logits, view.indifferent) : 1,
    arrow: arrows === "off" ? 1 : view.arrows.scale?.[arrows] || TG.arrowScale(view.arrows[arrows]),
  };
};

const paintAxes = (pen, { left, top, size, X, Y }, [x0, x1, y0, y1]) => {
  const most = size > 300 ? 7 : 4, label = (v) => TG.number(v, 6);
  pen.strokeStyle = TG.colour("--soft");
  pen.fillStyle = TG.colour("--soft");
  pen.lineWidth = 1;
  pen.strokeRect(left + 0.5, top + 0.5, size - 1, size - 1);
  pen.font = "12px system-ui, sans-serif";
  pen.beginPath();
  pen.textAlign = "center";
  pen.textBaseline = "top";
  for (const x of TG.ticks(x0, x1, most)) {
    pen.moveTo(X(x), top + size);
    pen.lineTo(X(x), top + size + 5);
    pen.fillText(label(x), X(x), top + size + 8);
  }
  pen.fillText(TG.t("x"), left + size / 2, top + size + 24);
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const y of TG.ticks(y0, y1, most)) {
    pen.moveTo(left - 5, Y(y));
    pen.lineTo(left, Y(y));
    pen.fillText(label(y), left - 8, Y(y));
  }
  pen.stroke();
  pen.textAlign = "left";
  pen.fillText(TG.t("y"), 2, top + size / 2);
};

const paintPointer = (pen, { left, top, size, X, Y }, [x, y]) => {
  pen.strokeStyle = TG.colour("--ink");
  pen.lineWidth = 0.75;
  pen.setLineDash([3, 3]);
  pen.beginPath();
  pen.moveTo(X(x), top);
  pen.lineTo(X(x), top + size);
  pen.moveTo(left, Y(y));
  pen.lineTo(left + size, Y(y));
  pen.stroke();
  pen.setLineDash([]);
};

/* What D says at the pointer, as text and as data for scripts. */
const sayValues = ({ view, pointer }, readout) => {
  const [x0, x1, y0, y1] = view.box, inside = pointer && pointer[0] >= x0 && pointer[0] <= x1 && pointer[1] >= y0 && pointer[1] <= y1;
  if (!inside) {
    for (const name of Object.keys(readout.dataset)) delete readout.dataset[name];
    readout.textContent = TG.t("readout-hint");
    return;
  }
  const [x, y] = pointer, logit = TG.logitAt(view, x, y), told = { x, y };
  const parts = [`x = ${TG.number(x)}`, `y = ${TG.number(y)}`];
  if (logit !== null) {
    told.logit = logit;
    parts.push(`${TG.t("logit")} = ${TG.number(logit)}`);
    if (view.probability) parts.push(`D(x) = ${TG.number(told.probability = TG.chance(logit))}`);
  }
  Object.assign(readout.dataset, told);
  readout.textContent = parts.join("   ");
};
}

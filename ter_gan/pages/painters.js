"use strict";
/* What lies on the plane: each layer's pen, and the legend that names them. */
{
const ARROW_PART = 12, ARROW_CUT = 3;

/* Draws the chosen layers, from the back to the front. */
TG.paintLayers = (pen, place, view, layers, scales) => {
  if (scales.heat !== "off") paintHeat(pen, place, view, scales);
  if (layers.manifold && view.manifold) paintManifold(pen, place, view.manifold);
  if (layers.real && view.real) paintDots(pen, place, view.real, "--real", 3.4);
  if (layers.contour && view.logits) paintContour(pen, place, view);
  if (layers.tracks && view.tracks) paintTracks(pen, place, view.tracks);
  if (layers.generated && view.generated) paintDots(pen, place, view.generated, "--fake", 2.3);
  if (scales.arrows !== "off") paintArrows(pen, place, view, scales);
};

const HEAT_FINER = 3;
const heatPicture = document.createElement("canvas");
const paintHeat = (pen, { left, top, size }, { logits: { n, values }, indifferent }, { heat, span }) => {
  const fine = HEAT_FINER * (n - 1) + 1;
  if (heatPicture.width !== fine) Object.assign(heatPicture, { width: fine, height: fine });
  const context = heatPicture.getContext("2d"), image = context.createImageData(fine, fine);
  const pixels = new Uint32Array(image.data.buffer), table = TG.heatTable();
  for (let i = 0; i < fine; i++) {
    const row = Math.min(n - 2, Math.floor(i / HEAT_FINER)), t = i / HEAT_FINER - row;
    for (let j = 0; j < fine; j++) {
      const column = Math.min(n - 2, Math.floor(j / HEAT_FINER)), s = j / HEAT_FINER - column, k = row * n + column;
      const value = (1 - t) * ((1 - s) * values[k] + s * values[k + 1]) + t * ((1 - s) * values[k + n] + s * values[k + n + 1]);
      const share = heat === "logit" ? 0.5 + (value - indifferent) / span / 2 : TG.chance(value);
      pixels[(fine - 1 - i) * fine + j] = table[Math.max(0, Math.min(255, Math.round(255 * share)))];
    }
  }
  context.putImageData(image, 0, 0);
  const cell = size / (fine - 1); // the outermost nodes lie on the frame
  pen.drawImage(heatPicture, left - cell / 2, top - cell / 2, fine * cell, fine * cell);
};

const paintContour = (pen, { left, top, size }, { logits, indifferent }) => {
  const segments = TG.contour(logits, indifferent), cell = size / (logits.n - 1), path = new Path2D();
  for (let i = 0; i < segments.length; i += 4) {
    path.moveTo(left + segments[i] * cell, top + size - segments[i + 1] * cell);
    path.lineTo(left + segments[i + 2] * cell, top + size - segments[i + 3] * cell);
  }
  for (const [colour, width] of [["--card", 4], ["--ink", 1.75]]) {
    pen.strokeStyle = TG.colour(colour);
    pen.lineWidth = width;
    pen.stroke(path);
  }
};

/* Images of neighbours are joined; a cell is the darker the more latents it holds. */
const paintManifold = (pen, { X, Y }, { rows, cols, points }) => {
  const x = (r, c) => X(points[2 * (r * cols + c)]), y = (r, c) => Y(points[2 * (r * cols + c) + 1]);
  pen.strokeStyle = pen.fillStyle = TG.colour("--grid-line");
  if (rows > 1) {
    const typical = 400 * 400 / (rows * cols);
    for (let r = 0; r + 1 < rows; r++) {
      for (let c = 0; c + 1 < cols; c++) {
        const area = Math.abs((x(r + 1, c + 1) - x(r, c)) * (y(r + 1, c) - y(r, c + 1)) - (x(r + 1, c) - x(r, c + 1)) * (y(r + 1, c + 1) - y(r, c))) / 2;
        pen.globalAlpha = 0.5 * typical / (typical + 6 * area);
        pen.beginPath();
        pen.moveTo(x(r, c), y(r, c));
        pen.lineTo(x(r, c + 1), y(r, c + 1));
        pen.lineTo(x(r + 1, c + 1), y(r + 1, c + 1));
        pen.lineTo(x(r + 1, c), y(r + 1, c));
        pen.fill();
      }
    }
    pen.globalAlpha = 1;
  }
  pen.lineWidth = rows > 1 && cols > 1 ? 0.8 : 2;
  pen.beginPath();
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) c ? pen.lineTo(x(r, c), y(r, c)) : pen.moveTo(x(r, c), y(r, c));
  if (rows > 1) for (let c = 0; c < cols; c++) for (let r = 0; r < rows; r++) r ? pen.lineTo(x(r, c), y(r, c)) : pen.moveTo(x(r, c), y(r, c));
  pen.stroke();
};

/* One dot is drawn once and stamped for each point. */
const stamps = new Map();
const stampOf = (colour, edge, radius, ratio) => {
  const key = [colour, edge, radius, ratio].join();
  if (!stamps.has(key)) {
    const side = Math.ceil(2 * (radius + 1) * ratio), stamp = document.createElement("canvas");
    Object.assign(stamp, { width: side, height: side });
    const pen = stamp.getContext("2d");
    pen.arc(side / 2, side / 2, radius * ratio, 0, 7);
    pen.fillStyle = colour;
    pen.fill();
    pen.lineWidth = 0.6 * ratio;
    pen.strokeStyle = edge;
    pen.stroke();
    stamps.set(key, stamp);
  }
  return stamps.get(key);
};
const paintDots = (pen, { left, top, size, X, Y }, points, colour, radius) => {
  const ratio = window.devicePixelRatio || 1, scale = size < 400 ? 0.8 : 1;
  const stamp = stampOf(TG.colour(colour), TG.colour("--card"), radius * scale, ratio), side = stamp.width / ratio;
  for (let i = 0; i < points.length; i += 2) {
    const px = X(points[i]), py = Y(points[i + 1]);
    if (px >= left && px <= left + size && py >= top && py <= top + size) pen.drawImage(stamp, px - side / 2, py - side / 2, side, side);
  }
};

const TRACK_SHADES = 6;
const paintTracks = (pen, { X, Y }, tracks) => {
  pen.strokeStyle = TG.colour("--fake");
  pen.lineWidth = 1;
  for (let shade = 0; shade < TRACK_SHADES; shade++) {
    pen.globalAlpha = (shade + 1) / TRACK_SHADES;
    pen.beginPath();
    for (const line of tracks) {
      const last = line.length / 2 - 1;
      for (let i = Math.floor(last * shade / TRACK_SHADES); i < Math.floor(last * (shade + 1) / TRACK_SHADES); i++) {
        pen.moveTo(X(line[2 * i]), Y(line[2 * i + 1]));
        pen.lineTo(X(line[2 * i + 2]), Y(line[2 * i + 3]));
      }
    }
    pen.stroke();
  }
  pen.globalAlpha = 1;
};

const paintArrows = (pen, { size, X, Y }, { generated, arrows }, scales) => {
  const vectors = arrows[scales.arrows], unit = size / ARROW_PART / scales.arrow, path = new Path2D();
  for (let i = 0; i < arrows.n; i++) {
    const norm = Math.hypot(vectors[2 * i], vectors[2 * i + 1]) * unit, cut = Math.min(1, ARROW_CUT * size / ARROW_PART / norm);
    if (!(norm > 0.5)) continue;
    const px = X(generated[2 * i]), py = Y(generated[2 * i + 1]), dx = vectors[2 * i] * unit * cut, dy = -vectors[2 * i + 1] * unit * cut;
    const head = Math.min(0.35, 5 / (norm * cut));
    path.moveTo(px, py);
    path.lineTo(px + dx, py + dy);
    path.lineTo(px + dx - head * (dx + dy * 0.6), py + dy - head * (dy - dx * 0.6));
    path.moveTo(px + dx, py + dy);
    path.lineTo(px + dx - head * (dx - dy * 0.6), py + dy - head * (dy + dx * 0.6));
  }
  for (const [colour, width] of [["--card", 3], ["--arrow", 1.4]]) {
    pen.strokeStyle = TG.colour(colour);
    pen.lineWidth = width;
    pen.stroke(path);
  }
};

/* -- the legend, rebuilt only when it says something else ------------------------- */

const shareOutside = ({ box: [x0, x1, y0, y1], generated }) => {
  let outside = 0;
  for (let i = 0; i < generated.length; i += 2) {
    const x = generated[i], y = generated[i + 1];
    if (!(x >= x0 && x <= x1 && y >= y0 && y <= y1)) outside++;
  }
  return outside / (generated.length / 2);
};

TG.planeLegend = (root, view, layers, scales, { size }) => {
  const shown = { real: layers.real && view.real, generated: layers.generated && view.generated, manifold: layers.manifold && view.manifold, contour: layers.contour && view.logits, tracks: layers.tracks && view.tracks?.length };
  const outside = shown.generated ? shareOutside(view) : 0;
  const key = JSON.stringify([Object.values(shown).map(Boolean), view.tracks?.length, Math.ceil(100 * outside), scales, size, view.indifferent, view.probability, TG.language()]);
  if (root.dataset.key === key) return;
  root.dataset.key = key;
  const item = (mark, text) => TG.h("span", { class: "plane-key" }, mark, text);
  const dot = (name) => TG.h("i", { class: `dot ${name}` }), line = (name) => TG.h("i", { class: `stroke ${name}` });
  root.replaceChildren(...[
    shown.real && item(dot("real"), TG.t("real")),
    shown.generated && item(dot("generated"), `${TG.t("generated")} (${TG.t("outside", TG.local(`${Math.ceil(100 * outside)}%`))})`),
    shown.tracks && item(line("track"), TG.t("tracks", view.tracks.length)),
    shown.manifold && item(line("grid"), TG.t("manifold")),
    shown.contour && item(line("contour"), TG.t("contour", view.probability ? "D" : TG.t("logit"), TG.number(view.probability ? TG.chance(view.indifferent) : view.indifferent))),
    scales.arrows !== "off" && item(arrowKey(size / ARROW_PART), TG.t("arrow-is", TG.t(`arrows-${scales.arrows}`), TG.number(scales.arrow))),
    scales.heat !== "off" && heatBar(view, scales),
  ].filter(Boolean));
};

const arrowKey = (length) => {
  const right = length + 1;
  return TG.svg("svg", { width: right + 2, height: 10, "aria-hidden": "true", class: "arrow-key" },
    TG.svg("path", { d: `M1,5H${right}l-5,-3m5,3l-5,3` }));
};

/* A scale of many frames does not reach all values of each: its ends say so. */
const heatBar = (view, { heat, span, bounded }) => {
  const ends = heat === "probability" ? [0, 0.5, 1] : [view.indifferent - span, view.indifferent, view.indifferent + span];
  const [low, middle, high] = ends.map((end) => TG.number(end)), beyond = (mark) => (bounded ? `${mark} ` : "");
  return TG.h("div", { class: "heat-bar" }, TG.h("span", { class: "heat-title" }, TG.t(`heat-${heat}`)),
    TG.h("span", {}, `${beyond("≤")}${low} ${TG.t("heat-low")}`), TG.h("i", { class: "heat-colours" }, TG.h("b", {}, middle)),
    TG.h("span", {}, `${beyond("≥")}${high} ${TG.t("heat-high")}`));
};

/* Each layer in plain words, and what to look for. more: { layer: what else there is
   to say }; tracks: how many points have paths. */
TG.explainLayers = (names, { tracks, more = {} }) => TG.h("dl", { class: "explanations" },
  names.flatMap((name) => [TG.h("dt", {}, TG.t(`layer-${name}`)), TG.h("dd", {}, TG.t(`about-${name}`, tracks), " ", more[name] || "")]));
}

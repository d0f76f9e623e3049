"use strict";
/* Colours, tiles on canvases, read-outs, and which canvases are in sight. */

const ramp = (stops) => {
  const table = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    const place = i / 255 * (stops.length - 1), left = Math.min(Math.floor(place), stops.length - 2);
    for (let c = 0; c < 3; c++) {
      table[3 * i + c] = Math.round(stops[left][c] + (place - left) * (stops[left + 1][c] - stops[left][c]));
    }
  }
  return table;
};
/* Dark blue to yellow, as cividis; and orange, white at 0, blue. */
TG.UNSIGNED = ramp([[0, 34, 78], [67, 78, 108], [125, 124, 120], [188, 175, 111], [254, 232, 56]]);
TG.SIGNED = ramp([[127, 59, 8], [224, 130, 20], [253, 196, 120], [247, 247, 247], [146, 197, 222], [50, 130, 190], [5, 48, 97]]);

const step = (value, scale, signed) => {
  const share = Math.max(-1, Math.min(1, value / scale));
  return 3 * Math.max(0, Math.min(255, Math.round(signed ? 128 + 127 * share : 255 * share)));
};

/* A canvas that is drawn when it is in sight, and again when something changed. */
const canvases = new Set();
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    target.inSight = isIntersecting;
    if (isIntersecting && target.stale) paint(target);
  }
}, { rootMargin: "200px" });
TG.canvas = (label, draw, properties = {}) => {
  const canvas = TG.h("canvas", { role: "img", "aria-label": label, ...properties });
  canvas.draw = draw;
  canvas.stale = true;
  canvases.add(canvas);
  watcher.observe(canvas);
  return canvas;
};
async function paint(canvas) {
  canvas.stale = false;
  try {
    await canvas.draw(canvas);
  } catch (error) {
    TG.problem(TG.t("drawing-failed", canvas.getAttribute("aria-label"), error.message));
  }
}
TG.repaint = () => Promise.all([...canvases].map((canvas) => {
  if (!canvas.isConnected) { canvases.delete(canvas); watcher.unobserve(canvas); return null; }
  canvas.stale = true;
  return canvas.inSight ? paint(canvas) : null;
}));
window.addEventListener("resize", () => TG.repaint());

/* Gives a canvas its size in CSS pixels; returns its cleared context. */
TG.size = (canvas, width, height) => {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const w = Math.max(1, Math.round(width * ratio)), h = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  return context;
};

/* The tiles of a row side by side, in true pixels. `unitScale`: each its own. */
const scratch = document.createElement("canvas");
TG.ribbon = (row, order, scale, signed, unitScale = false) => {
  const { w, h } = row, image = new ImageData(w * order.length, h);
  const table = signed ? TG.SIGNED : TG.UNSIGNED, data = image.data;
  order.forEach((k, i) => {
    let end = scale;
    if (unitScale && !row.colour) {
      const { low, high } = TG.summary(row, k);
      end = Math.max(Math.abs(low), Math.abs(high)) || 1;
    }
    for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) {
      const to = 4 * (y * w * order.length + i * w + x);
      if (row.colour) data.set(row.colour(k, y, x), to);
      else {
        const from = step(row.at(k, y, x), end, signed);
        data[to] = table[from]; data[to + 1] = table[from + 1]; data[to + 2] = table[from + 2];
      }
      data[to + 3] = 255;
    }
  });
  scratch.width = image.width;
  scratch.height = h;
  scratch.getContext("2d").putImageData(image, 0, 0);
  return scratch;
};

const GAP = 2, LEAST = 8; // pixels between tiles, and of their height
const colourOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/* Draws rows of tiles; wraps after as many units as fit, and keeps the rows of
   one unit one below the other. Returns a function from a place to a tile. */
TG.tiles = (canvas, rows, order, options) => {
  const { cell, width, margin = 0, scaleOf, unitScale = false, chosen = null, lines = Infinity, over = null } = options;
  const tall = Math.max(LEAST, ...rows.map((r) => Math.round(cell * r.h / r.w)));
  const perLine = Math.max(1, Math.floor((width - margin) / (cell + GAP)));
  const count = Math.min(lines, Math.ceil(order.length / perLine));
  const block = rows.length * (tall + GAP) + 8;
  const context = TG.size(canvas, width, Math.max(1, count * block - 8));
  rows.forEach((row, r) => {
    const [scale, signed] = scaleOf(row);
    const shown = order.slice(0, count * perLine);
    const ribbon = TG.ribbon(row, shown, scale, signed, unitScale);
    shown.forEach((k, i) => {
      const x = margin + (i % perLine) * (cell + GAP), y = Math.floor(i / perLine) * block + r * (tall + GAP);
      context.drawImage(ribbon, i * row.w, 0, row.w, row.h, x, y, cell, tall);
      over?.(context, x, y, cell, tall, row);
      if (k === chosen) {
        context.lineWidth = 2;
        context.strokeStyle = colourOf("--focus");
        context.strokeRect(x + 1, y + 1, cell - 2, tall - 2);
      }
    });
    if (margin) {
      context.fillStyle = colourOf("--soft");
      context.font = "12px system-ui, sans-serif";
      for (let line = 0; line < count; line++) {
        context.fillText(row.label, 0, line * block + r * (tall + GAP) + tall / 2 + 4, margin - 6);
      }
    }
  });
  return { cell, tall, block, margin, perLine, rows, order, find: (x, y) => {
    const column = Math.floor((x - margin) / (cell + GAP)), line = Math.floor(y / block);
    const r = Math.floor((y - line * block) / (tall + GAP)), i = line * perLine + column;
    const inX = x - margin - column * (cell + GAP), inY = y - line * block - r * (tall + GAP);
    if (column < 0 || column >= perLine || r < 0 || r >= rows.length || i >= order.length || inX >= cell || inY >= tall) return null;
    const row = rows[r];
    return { i, r, k: order[i], row, x: Math.floor(inX / cell * row.w), y: Math.floor(inY / tall * row.h) };
  } };
};

/* A bar of the colours with numbers at its ends. */
TG.legend = (scale, signed, caption) => {
  const canvas = TG.h("canvas", { width: 128, height: 10, class: "legend-bar", "aria-hidden": "true" });
  const context = canvas.getContext("2d"), image = context.createImageData(128, 10);
  const table = signed ? TG.SIGNED : TG.UNSIGNED;
  for (let i = 0; i < 1280; i++) {
    const from = 3 * Math.round((i % 128) / 127 * 255);
    image.data.set([table[from], table[from + 1], table[from + 2], 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
  return TG.h("span", { class: "legend" }, TG.h("span", {}, signed ? `−${TG.number(scale)}` : "0"), canvas,
    TG.h("span", {}, `${signed ? "+" : ""}${TG.number(scale)}`), TG.h("span", { class: "quiet" }, caption));
};

/* Real and fake points over a plane, on any canvas. */
TG.scatter = (context, points, plane, left, top, width, height) => {
  const radius = Math.max(0.6, Math.min(2, width / 180));
  const [x0, x1] = plane.x, [y0, y1] = plane.y;
  for (const [name, shape] of [["real", "dot"], ["fake", "cross"]]) {
    context.fillStyle = context.strokeStyle = colourOf(name === "real" ? "--real" : "--fake");
    context.lineWidth = radius / 2 + 0.2;
    for (const [x, y] of (points[name] || []).slice(0, 500)) {
      const px = left + (x - x0) / (x1 - x0) * width, py = top + (y1 - y) / (y1 - y0) * height;
      if (px < left || px > left + width || py < top || py > top + height) continue;
      context.beginPath();
      if (shape === "dot") { context.arc(px, py, radius, 0, 7); context.fill(); }
      else { context.moveTo(px - radius, py - radius); context.lineTo(px + radius, py + radius); context.moveTo(px - radius, py + radius); context.lineTo(px + radius, py - radius); context.stroke(); }
    }
  }
};

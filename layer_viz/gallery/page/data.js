"use strict";
/* Chunks: how the numbers and sheets of an epoch come in, and their values. */

TG.KEPT = 40; // decoded chunks that stay in memory

/* What each chunk's script calls. */
TG.chunk = (name, text) => {
  TG.texts.set(name, text);
  TG.waiting.get(name)?.();
};

/* What the last script of a single file calls: no chunk comes after it. */
TG.end = () => {
  TG.ended = true;
  for (const resolve of TG.waiting.values()) resolve();
};

/* Bytes of a text: 15 bits a character (from U+0100 on), or else base64. */
TG.bytes = (text) => {
  if (text.charCodeAt(0) < 256) {
    const raw = atob(text);
    return Uint8Array.from(raw, (c) => c.charCodeAt(0));
  }
  const bytes = new Uint8Array(Math.floor(text.length * 15 / 8));
  let held = 0, bits = 0, n = 0;
  for (let i = 0; i < text.length; i++) {
    held = (held << 15) | (text.charCodeAt(i) - 256);
    bits += 15;
    while (bits >= 8) { bits -= 8; bytes[n++] = (held >> bits) & 255; }
    held &= (1 << bits) - 1;
  }
  return bytes;
};

class Chunk {
  constructor(bytes, start, header) {
    Object.assign(this, { bytes, start, files: header.files, content: header.content, decoded: new Map() });
  }

  static async open(text) {
    const bytes = TG.bytes(text);
    const start = 4 + new DataView(bytes.buffer).getUint32(0, true);
    const header = new Blob([bytes.subarray(4, start)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Chunk(bytes, start, JSON.parse(await new Response(header).text()));
  }

  /* A decoded sheet: {facts, width, pixels}, grey or RGBA. */
  sheet(facts) {
    if (!this.decoded.has(facts.file)) this.decoded.set(facts.file, this.decode(facts));
    return this.decoded.get(facts.file);
  }

  async decode(facts) {
    const [offset, length] = this.files[facts.file];
    const blob = new Blob([this.bytes.subarray(this.start + offset, this.start + offset + length)], { type: "image/png" });
    const bitmap = await createImageBitmap(blob, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
    const canvas = TG.h("canvas", { width: bitmap.width, height: bitmap.height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    const rgba = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    if (facts.zero === null) return { facts, width: bitmap.width, pixels: rgba };
    const grey = new Uint8Array(rgba.length / 4);
    for (let i = 0; i < grey.length; i++) grey[i] = rgba[4 * i];
    return { facts, width: bitmap.width, pixels: grey };
  }
}

/* Promise of a chunk; the last 40 that were asked for stay decoded. */
const open = new Map();
TG.load = (name) => {
  const found = open.get(name) || read(name);
  open.delete(name);
  open.set(name, found);
  found.catch(() => open.delete(name));
  if (open.size > TG.KEPT) open.delete(open.keys().next().value);
  return found;
};

async function read(name) {
  if (!TG.texts.has(name)) await arrival(name);
  const text = TG.texts.get(name);
  if (text === undefined) throw new Error("missing");
  if (!TG.inline) TG.texts.delete(name);
  try {
    return await Chunk.open(text);
  } catch {
    throw new Error("damaged");
  }
}

/* Waits for a chunk's script: adds it to the page, or, where everything is in
   one file, waits until that file has been read to its end. */
function arrival(name) {
  return new Promise((resolve) => {
    TG.waiting.set(name, resolve);
    if (TG.inline) {
      if (TG.ended) resolve();
      return;
    }
    const script = TG.h("script", { src: `c/${name}.js` });
    script.onload = script.onerror = () => { script.remove(); resolve(); };
    document.head.append(script);
  }).then(() => TG.waiting.delete(name));
}

TG.folder = (epoch) => "e" + String(epoch).padStart(4, "0");
TG.loadEpoch = (run, epoch) => TG.load(`${run.key}/${TG.folder(epoch)}`);

/* The values of one row of tiles: at(unit, y, x). */
TG.row = (sheet, layer, probe, label = "") => {
  const { facts, pixels, width } = sheet;
  const [tileHeight, tileWidth] = facts.tile;
  const steps = facts.zero === 128 ? 127 : 255;
  const place = (tile) => [(tile % facts.columns) * tileWidth, Math.floor(tile / facts.columns) * tileHeight];
  const maps = !layer || layer.layout === "maps";
  const at = (k, y, x) => {
    const [left, top] = place(maps ? (layer ? probe * layer.units.length + k : k) : probe);
    const column = maps ? x : k % tileWidth, line = maps ? y : Math.floor(k / tileWidth);
    const index = (top + line) * width + left + column;
    if (facts.zero === null) return (pixels[4 * index] + pixels[4 * index + 1] + pixels[4 * index + 2]) / 3;
    return (pixels[index] - facts.zero) / steps * facts.scale;
  };
  return {
    label, at, facts, signed: facts.zero === 128, scale: facts.scale,
    w: maps ? tileWidth : 1, h: maps ? tileHeight : 1,
    colour: facts.zero === null ? (k, y, x) => {
      const [left, top] = place(layer ? probe * layer.units.length + k : k);
      const i = 4 * ((top + y) * width + left + x);
      return pixels.subarray(i, i + 3);
    } : null,
  };
};

/* The exact difference of two rows, on its own signed scale. */
TG.minus = (first, second, units, label) => {
  if (first.w !== second.w || first.h !== second.h) return null;
  const at = (k, y, x) => first.at(k, y, x) - second.at(k, y, x);
  let scale = 0;
  for (const k of units) TG.each(first, (y, x) => { scale = Math.max(scale, Math.abs(at(k, y, x))); });
  return { label, at, signed: true, scale: scale || 1, w: first.w, h: first.h, colour: null, difference: true };
};

TG.each = (row, visit) => {
  for (let y = 0; y < row.h; y++) for (let x = 0; x < row.w; x++) visit(y, x);
};
TG.summary = (row, k) => {
  let low = Infinity, high = -Infinity, sum = 0;
  TG.each(row, (y, x) => {
    const value = row.at(k, y, x);
    low = Math.min(low, value); high = Math.max(high, value); sum += value;
  });
  return { low, high, mean: sum / (row.w * row.h), sum };
};

/* What the manifest says, as the page asks for it. */
TG.streams = (run, network) => run.manifest.streams.filter((s) => s.network === network);
TG.layersOf = (run, network) => run.manifest.layers.filter((l) => l.network === network);
TG.sheetKey = (stream, layer) => `${stream.id}/${layer.path}`;
TG.layerOf = (run, id) => {
  const drawn = run.manifest.layers.filter((l) => !l.same_as && l.units.length);
  return drawn.find((l) => l.id === id)
    || drawn.find((l) => l.network !== "G" && l.layout === "maps" && l.parameters) || drawn[0];
};
TG.explained = (run) => run.manifest.streams.filter((s) => s.role !== "generator");
TG.probeCount = (run) => run.manifest.probes.n || 1;
TG.className = (run, stream, probe) => {
  const { labels = {}, class_names: names = [] } = run.manifest.probes;
  const list = labels[stream.role] || labels[stream.source] || (stream.role === "model" ? labels.real : null);
  return list && list[probe] !== undefined ? names[list[probe]] ?? String(list[probe]) : "";
};
/* The pictures that a stream looks at: [sheet's facts, its chunk]. */
TG.pictures = async (run, stream, chunk) => {
  const shown = chunk.content.images || {};
  if (stream.role === "generator" || run.manifest.streams.some((s) => s.id === stream.source)) {
    return shown.fake ? [shown.fake, chunk] : null;
  }
  const fixed = await TG.load(`${run.key}/probes`);
  const sheets = fixed.content.sheets || {};
  const facts = sheets[stream.source] || sheets[stream.role] || Object.values(sheets)[0];
  return facts ? [facts, fixed] : null;
};
TG.nearest = (run, epoch) => run.epochs.reduce((best, e) => (Math.abs(e - epoch) < Math.abs(best - epoch) ? e : best));

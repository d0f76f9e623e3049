"use strict";
/* The GAN as a graph: noise → G → samples → D ← real data, and the losses.

   const overview = TG.overview(element);
   overview.draw({ networks: { G: ["noise 2", "dense 128 relu", …], D: […] },
                   numbers: { d_loss, g_loss, d_real, d_fake, generator_slope },
                   loss: "non-saturating", probability: true });

   Beside each other where there is room, below each other where there is not. */
{
const GRAPH = { line: 17, pad: 10, gap: 34, wide: 760, letter: 6.9, bold: 8 };

TG.overview = (element) => {
  element.classList.add("overview");
  let shown = null, built = "", parts = null;
  const draw = (content) => {
    shown = content;
    const width = Math.max(240, Math.floor(element.clientWidth)), key = JSON.stringify([width, content.networks, content.loss, content.probability, TG.language()]);
    if (key !== built) {
      built = key;
      parts = buildGraph(width, content);
      element.replaceChildren(parts.picture);
    }
    tell(parts, content);
  };
  new ResizeObserver(() => { if (shown) draw(shown); }).observe(element);
  return { draw };
};

/* The live numbers: [place, name in numbers, words]. */
const graphNumbers = ({ probability = true }) => {
  const score = probability ? "d" : "score";
  return [["d_real", TG.t(`${score}_real`)], ["d_fake", TG.t(`${score}_fake`)], ["d_loss", TG.t("loss-d")], ["g_loss", TG.t("loss-g")]];
};

const buildGraph = (width, content) => {
  const lines = linesOf(content), wide = width >= GRAPH.wide;
  const { boxes, height } = wide ? placeBeside(width, lines) : placeBelow(width, lines);
  const picture = TG.svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
  picture.append(TG.svg("defs", {}, arrowHead("tip", "tip"), arrowHead("tip-back", "tip back")));
  const values = new Map();
  for (const [name, box] of Object.entries(boxes)) picture.append(...drawBox(name, box, lines[name], values));
  for (const d of wide ? joinBeside(boxes) : joinBelow(boxes)) picture.append(TG.svg("path", { d, class: "join", "marker-end": "url(#tip)" }));
  const back = wide ? backBeside(boxes, height) : backBelow(boxes, width);
  const slope = TG.svg("text", { x: back.x, y: back.y, "text-anchor": "middle", class: "back-text", transform: back.turn || "" });
  picture.append(TG.svg("path", { d: back.d, class: "join back", "marker-end": "url(#tip-back)" }), slope);
  return { picture, values, slope };
};

/* What each box says: its title, then lines; the numbers' lines are [name, words]. */
const linesOf = ({ networks: { G, D }, loss, ...content }) => ({
  noise: [TG.t("noise"), G[0]],
  G: [TG.t("generator"), ...G.slice(1)],
  fake: [TG.t("points-generated")],
  real: [TG.t("points-real")],
  D: [TG.t("discriminator"), ...D.slice(1)],
  losses: [TG.t("losses") + (loss ? ` (${loss})` : ""), ...graphNumbers(content)],
});

const tall = (lines) => lines.length * GRAPH.line + 2 * GRAPH.pad - 4;

const placeBeside = (width, lines) => {
  const shares = { noise: 0.12, G: 0.19, fake: 0.2, D: 0.19, losses: 0.3 }, free = width - 4 * GRAPH.gap, boxes = {};
  const most = Math.max(tall(lines.G), tall(lines.D), tall(lines.losses), 110), middle = most / 2 + 2;
  let x = 1;
  for (const [name, share] of Object.entries(shares)) {
    const w = share * free - 1, h = tall(lines[name]);
    boxes[name] = { x, y: middle - h / 2, w, h };
    x += w + GRAPH.gap;
  }
  const { fake } = boxes, third = most / 4;
  boxes.real = { ...fake, y: middle + third - fake.h / 2 };
  boxes.fake = { ...fake, y: middle - third - fake.h / 2 };
  return { boxes, height: most + 46 };
};
const joinBeside = ({ noise, G, fake, real, D, losses }) => {
  const across = (a, b, from = a.y + a.h / 2, to = b.y + b.h / 2) => `M${a.x + a.w},${from}L${b.x - 3},${to}`;
  const mid = (box) => box.y + box.h / 2;
  return [across(noise, G), across(G, fake, mid(G), mid(fake)), across(fake, D, mid(fake), mid(D) - 8), across(real, D, mid(real), mid(D) + 8), across(D, losses)];
};
const backBeside = ({ G, losses }, height) => {
  const y = height - 20, from = losses.x + losses.w / 2, to = G.x + G.w / 2;
  return { d: `M${from},${losses.y + losses.h}V${y}H${to}V${G.y + G.h + 4}`, x: (from + to) / 2, y: height - 5 };
};

const placeBelow = (width, lines) => {
  const right = width - 34, boxes = {};
  let y = 1;
  const put = (name, x, w) => { boxes[name] = { x, y, w, h: tall(lines[name]) }; };
  for (const names of [["noise"], ["G"], ["fake", "real"], ["D"], ["losses"]]) {
    const w = (right - 10 * (names.length - 1)) / names.length;
    names.forEach((name, i) => put(name, 1 + i * (w + 10), w - 1));
    y += boxes[names[0]].h + 24;
  }
  return { boxes, height: y - 22 };
};
const joinBelow = ({ noise, G, fake, real, D, losses }) => {
  const down = (a, b, x = a.x + a.w / 2) => `M${x},${a.y + a.h}V${b.y - 3}`;
  return [down(noise, G), down(G, fake, fake.x + fake.w / 2), down(fake, D), down(real, D), down(D, losses)];
};
const backBelow = ({ G, losses }, width) => {
  const x = width - 22, from = losses.y + losses.h / 2, to = G.y + G.h / 2, middle = (from + to) / 2;
  return { d: `M${losses.x + losses.w},${from}H${x}V${to}H${G.x + G.w + 4}`, x: width - 7, y: middle, turn: `rotate(-90 ${width - 7} ${middle})` };
};

const drawBox = (name, { x, y, w, h }, lines, values) => {
  const found = [TG.svg("rect", { x, y, width: w, height: h, rx: 6, class: `box ${name}` })];
  lines.forEach((line, i) => {
    const at = { y: y + GRAPH.pad + GRAPH.line * i + 10, class: i ? "" : "box-title" };
    if (Array.isArray(line)) {
      const value = TG.svg("text", { ...at, x: x + w - 10, "text-anchor": "end", class: "value" });
      values.set(line[0], value);
      found.push(TG.svg("text", { ...at, x: x + 10 }, line[1]), value);
    } else found.push(fitted(TG.svg("text", { ...at, x: x + w / 2, "text-anchor": "middle" }, line), line, w - 8, i ? GRAPH.letter : GRAPH.bold));
  });
  return found;
};

/* A text that is too long for its box is squeezed, and whole in its tooltip. */
const fitted = (text, words, width, letter) => {
  if (words.length * letter > width) {
    text.setAttribute("textLength", width);
    text.setAttribute("lengthAdjust", "spacingAndGlyphs");
    text.append(TG.svg("title", {}, words));
  }
  return text;
};

const arrowHead = (id, name) => TG.svg("marker", { id, viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" },
  TG.svg("path", { d: "M0,0L8,4L0,8Z", class: name }));

const tell = ({ picture, values, slope }, { numbers, ...content }) => {
  for (const [name, text] of values) text.textContent = TG.number(numbers[name]);
  slope.textContent = TG.t("gradient-back", TG.number(numbers.generator_slope, 2));
  const all = graphNumbers(content).map(([name, words]) => `${words} ${TG.number(numbers[name])}`);
  picture.setAttribute("aria-label", TG.t("overview-is", [...all, slope.textContent].join(", ")));
};
}

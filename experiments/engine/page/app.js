"use strict";
/* The page: claims, cells, the chosen cell's seeds, and a film. */

TG.outcome = () => {
  const names = Object.keys(TG.data.definition.outcomes);
  return names.includes(TG.state.outcome) ? TG.state.outcome : names[0];
};
TG.axis = (about) => (about.unit ? `${about.label} (${about.unit})` : about.label);
TG.trialsOf = (key) => TG.data.trials.filter((trial) => TG.cellOf(trial) === key);
TG.choose = (key) => {
  TG.set({ cell: key === TG.state.cell ? "" : key, trial: "" });
};

const drawBar = (root) => {
  const themes = ["", "light", "dark"].map((id) => [id, TG.t(`theme-${id || "auto"}`)]);
  root.append(TG.h("h1", {}, TG.data.question), TG.h("div", { class: "choices" },
    TG.select("language", [["en", "English"], ["fr", "Français"]], TG.language(), (lang) => TG.set({ lang })),
    TG.select("theme", themes, TG.state.theme, (theme) => TG.set({ theme }))));
};

const drawNotes = (root) => {
  const { smoke, notes, failed, definition, trials } = TG.data;
  const missing = Math.max(failed.length, definition.planned - trials.length);
  root.append(...[smoke && TG.h("p", { class: "note bad" }, TG.t("smoke")), missing > 0 && TG.h("p", { class: "note bad" }, TG.t("failed", missing)),
    notes && TG.h("p", { class: "note" }, notes)].filter(Boolean));
};

/* More claims than this start closed. */
const MANY = 6;

const drawClaims = (root) => {
  if (!TG.data.claims.length) return;
  root.append(TG.h("h2", {}, TG.t("claims")), TG.h("p", { class: "lead" }, TG.t("claims-lead", TG.data.trials.length)));
  root.append(TG.h("div", { class: "claims" }, TG.data.claims.map((claim) => {
    const { verdict, sentence } = claim.result, key = claim.film_key;
    return TG.h("article", { class: "claim" },
      TG.h("h3", {}, claim.id, " ", TG.h("span", { class: `badge ${verdict.replace(" ", "-")}` }, TG.t(verdict))),
      TG.h("blockquote", {}, claim.sentence, TG.h("cite", {}, ` ${claim.source}`)),
      TG.h("details", { open: TG.data.claims.length <= MANY }, TG.h("summary", {}, TG.t("test")), TG.h("p", {}, sentence),
        claim.picture ? TG.h("img", { src: claim.picture, width: 480, height: 300, alt: TG.t("picture-of", claim.id), loading: "lazy" }) : [],
        key ? TG.h("button", { "data-key": `film ${claim.id}`, onclick: () => follow(key) }, TG.t("film-of")) : claim.film ? TG.h("p", {}, `${TG.t("film-of")}: `, TG.h("code", {}, claim.film)) : []));
  })));
};

/* Goes to a trial's film, or to the command that makes it. */
const follow = (key) => {
  TG.set({ trial: key, cell: key.replace(/,seed=\d+$/, "") });
  document.getElementById("film").scrollIntoView({ block: "start" });
};

/* Two outcomes, or two curves, of all rows of a comparison, as pictures. */
const drawScatter = (root) => {
  const { scatter, tradeoff, comparison, definition } = TG.data;
  if (!scatter && !tradeoff) return;
  const show = (file, width, about, axes) => root.append(TG.h("p", { class: "lead" }, TG.t(`${about}-lead`)),
    TG.h("img", { class: "scatter", src: file, width, height: 540, alt: TG.t("scatter-of", ...axes) }));
  root.append(TG.h("h2", {}, comparison.title));
  if (scatter) show(scatter, 720, "scatter", comparison.scatter.map((name) => TG.axis(definition.outcomes[name])));
  if (tradeoff) show(tradeoff, 840, "tradeoff", comparison.tradeoff.map(([, label]) => label));
};

const curveName = (name) => {
  const key = name.replace(/_curve$/, "");
  return `curve-${key}` in WORDS.en ? TG.t(`curve-${key}`) : TG.name(key);
};

const drawCell = (root) => {
  const place = TG.keys.indexOf(TG.state.cell);
  if (place < 0) return;
  const outcomes = Object.entries(TG.data.definition.outcomes), trials = TG.trialsOf(TG.state.cell);
  const filmed = TG.data.makes_films;
  const head = [TG.t("seed"), ...(filmed ? [TG.t("film")] : []), ...outcomes.map(([, o]) => TG.axis(o)), TG.t("seconds")];
  const rows = trials.map((trial) => TG.h("tr", { class: trial.key === TG.state.trial ? "chosen" : "" },
    TG.h("th", { scope: "row" }, trial.seed),
    filmed ? TG.h("td", {}, TG.h("button", { "data-key": `trial ${trial.key}`, "data-trial": trial.key, "aria-pressed": trial.key === TG.state.trial ? "true" : "false", onclick: () => follow(trial.key) },
      TG.data.films.includes(trial.key) ? TG.t("show-film", trial.seed) : TG.t("make-film"))) : [],
    outcomes.map(([name]) => TG.h("td", {}, trial.outcomes[name] === null ? TG.t("no-value") : TG.number(trial.outcomes[name]))),
    TG.h("td", {}, TG.number(trial.seconds))));
  const name = TG.words(TG.data.definition.cells[place]);
  root.append(TG.h("h2", {}, TG.t("chosen", name)), TG.h("p", { class: "lead" }, TG.t("chosen-lead")),
    TG.h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": name },
      TG.h("table", { class: "seeds" }, TG.h("thead", {}, TG.h("tr", {}, head.map((text) => TG.h("th", { scope: "col" }, text)))), TG.h("tbody", {}, rows))));
  const curves = Object.keys(trials[0]?.curves ?? {});
  if (!curves.length) return;
  const series = (curve) => trials.map((t, place) => ({ place, values: t.curves[curve] ?? [] })).filter(({ values }) => values.length);
  root.append(TG.h("h3", {}, TG.t("curves")), TG.lineKeys(trials.map((t) => `${TG.t("seed")} ${t.seed}`)),
    TG.h("div", { class: "multiples" }, curves.map((curve) => TG.lines(curveName(curve), series(curve)))));
};

const drawFilm = (root) => {
  const key = TG.state.trial;
  if (!key || !TG.data.makes_films) return;
  root.append(TG.h("h2", {}, TG.t("film-title", key.replace(/,/g, ", "))));
  if (TG.data.films.includes(key)) {
    const { theme } = TG.state, hash = new URLSearchParams({ film: key, lang: TG.language(), ...(theme && { theme }) }), src = `films/film.html#${hash}`;
    root.append(TG.h("iframe", { src, title: TG.t("film-title", key) }), TG.h("p", {}, TG.h("a", { href: src, target: "_blank" }, TG.t("film-alone"))));
    return;
  }
  const smoke = TG.data.smoke ? " --smoke" : "", command = `python -m experiments.run ${TG.data.name} --film ${key}${smoke}`;
  root.append(TG.h("p", {}, TG.t("no-film")), TG.h("pre", {}, command));
};

const drawAbout = (root) => {
  const { command, environment, wall_minutes: minutes, trials, definition } = TG.data;
  const versions = Object.entries({ Python: environment.python, ...environment.packages }).map(([k, v]) => `${k} ${v}`).join(", ");
  root.append(TG.h("h2", {}, TG.t("about")), TG.h("dl", {},
    TG.h("dt", {}, TG.t("made-by")), TG.h("dd", {}, TG.h("code", {}, command)),
    TG.h("dt", {}, TG.t("shared")), TG.h("dd", {}, TG.words(definition.base)),
    TG.h("dt", {}, TG.t("where", environment.hardware, TG.number(minutes), trials.length)),
    TG.h("dt", {}, TG.t("versions")), TG.h("dd", {}, versions)));
};

/* A section is drawn again only when what it shows has changed, so that a film
   goes on playing while another cell is read. */
const SECTIONS = [
  ["bar", drawBar, () => TG.state.theme], ["notes", drawNotes, () => ""], ["claims", drawClaims, () => ""], ["scatter", drawScatter, () => ""],
  ["sweep", (root) => TG.drawSweep(root), () => JSON.stringify([TG.outcome(), TG.axes(), TG.state.cell, document.documentElement.clientWidth < 600])],
  ["cell", drawCell, () => TG.state.cell + TG.state.trial], ["film", drawFilm, () => TG.state.trial + TG.state.theme], ["about", drawAbout, () => ""],
];

TG.render = () => {
  const page = document.documentElement;
  page.lang = TG.language();
  if (TG.state.theme) page.dataset.theme = TG.state.theme; else delete page.dataset.theme;
  document.title = TG.data.question;
  document.getElementById("skip").textContent = TG.t("skip");
  for (const [id, draw, key] of SECTIONS) {
    const root = document.getElementById(id), now = TG.language() + key();
    if (root.drawn === now) continue;
    root.drawn = now;
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const across = [...root.querySelectorAll(".scroll")].map((box) => box.scrollLeft);
    root.replaceChildren();
    draw(root);
    root.hidden = !root.children.length;
    root.querySelectorAll(".scroll").forEach((box, i) => { box.scrollLeft = across[i] ?? 0; });
    if (focused) root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
  page.dataset.drawn = TG.serialise(TG.state);
};
window.addEventListener("resize", () => TG.data && TG.render());

TG.open = (data) => {
  TG.data = data;
  TG.keys = data.definition.keys;
  TG.state = TG.parse(location.hash);
  TG.render();
};

"use strict";
/* A play: start, one image after the other, score. What was answered so far is
   TG.view.answers; the state of the address is only how the page looks. */

TG.DEFAULTS = { limit: "0", lang: "", theme: "" };
TG.state = TG.parse(location.hash);
TG.LIMITS = ["0", "250", "500", "1000"]; // milliseconds; 0: none
TG.PAUSE = 400; // before an image that is shown for a limited time

TG.openQuiz = (quiz) => {
  const key = Array.from(atob(quiz.key), (c) => c.charCodeAt(0).toString(2).replaceAll("0", "").length % 2);
  TG.view = { run: { key: quiz.quiz }, content: true, quiz, key, phase: "start", answers: [] };
  TG.render();
};

{
const KEYS = { r: "real", arrowleft: "real", f: "generated", arrowright: "generated" };
let timers = [];

TG.render = () => {
  const { view, state } = TG, root = document.documentElement;
  if (!view.quiz) return;
  if (!TG.LIMITS.includes(state.limit)) state.limit = "0";
  root.lang = TG.language();
  root.dataset.theme = state.theme || "auto";
  document.title = `${view.quiz.title} · TER GAN`;
  document.getElementById("skip").textContent = TG.t("skip");
  TG.refresh(view);
  root.dataset.drawn = view.phase === "ask" ? view.answers.length : view.phase;
};

const begin = () => {
  Object.assign(TG.view, { phase: "ask", limit: Number(TG.state.limit), started: new Date().toISOString() });
  next();
};
const next = () => {
  const { view } = TG, done = view.answers.length === view.quiz.images.length;
  timers.forEach(clearTimeout);
  timers = [];
  view.shown = null;
  if (done) view.phase = "score";
  TG.render();
  if (done) return document.querySelector(".verdict").focus();
  if (!view.limit) return reveal();
  timers = [setTimeout(reveal, TG.PAUSE), setTimeout(hide, TG.PAUSE + view.limit)];
};
const reveal = () => {
  const { view } = TG;
  const image = document.getElementById("stimulus");
  image.classList.remove("away");
  image.parentElement.classList.remove("soon");
  view.shown = performance.now();
  TG.announce(TG.t("image-is", view.answers.length + 1, view.quiz.images.length));
};
const hide = () => document.getElementById("stimulus").classList.add("away");
const answer = (kind) => {
  const { view } = TG, image = view.answers.length;
  if (view.phase !== "ask" || view.shown === null) return;
  const ms = Math.round(performance.now() - view.shown);
  view.answers.push({ image, truth: view.key[image] ? "generated" : "real", answer: kind, ms });
  next();
};

TG.exported = () => {
  const { quiz, limit, started, answers } = TG.view;
  return { format: "quiz 1", title: quiz.title, seed: quiz.seed, quiz: quiz.quiz, limit_ms: limit, started, answers };
};
const download = () => {
  const { quiz, started } = TG.view, text = JSON.stringify(TG.exported(), null, 1);
  const link = TG.h("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: `quiz_${quiz.quiz}_${started.replace(/\D/g, "")}.json` });
  link.click();
  URL.revokeObjectURL(link.href);
};

TG.panel("bar", () => [], ({ quiz }, root) => {
  root.append(
    TG.h("div", { class: "title" }, TG.h("h1", {}, quiz.title)),
    TG.h("div", { class: "choices" },
      TG.select(TG.t("language"), [["en", "English"], ["fr", "Français"]], TG.language(), (v) => TG.set({ lang: v }), "lang"),
      TG.select(TG.t("theme"), ["", "light", "dark"].map((v) => [v, TG.t(`theme-${v || "auto"}`)]), TG.state.theme, (v) => TG.set({ theme: v }), "theme")));
});

const start = ({ quiz }, root) => root.append(
  TG.h("p", { class: "lead" }, TG.t("lead", quiz.images.length)), TG.h("p", { class: "quiet" }, TG.t("keys")),
  TG.h("div", { class: "controls" },
    TG.select(TG.t("limit"), TG.LIMITS.map((ms) => [ms, TG.t(`limit-${ms}`)]), TG.state.limit, (v) => TG.set({ limit: v }), "limit"),
    TG.h("button", { class: "primary", id: "start", onclick: begin }, TG.t("start"))),
  TG.h("p", { class: "quiet" }, TG.t("limit-note")));

const ask = ({ quiz }, root) => root.append(
  TG.h("div", { class: "round" }, TG.h("b", { id: "round" }), TG.h("progress", { max: quiz.images.length, "aria-labelledby": "round" })),
  TG.h("div", { class: "stage" }, TG.h("img", { id: "stimulus" })),
  TG.h("div", { class: "choice" }, [["real", "R ←"], ["generated", "F →"]].map(([kind, keys]) =>
    TG.h("button", { class: kind, "data-key": kind, onclick: () => answer(kind) }, TG.t(`answer-${kind}`), TG.h("kbd", {}, keys)))));

const percent = (share) => TG.percent(share).replace(" ", "\u00a0");
const score = ({ answers }, root) => {
  const found = TG.statistics(answers), { count, n } = found.right;
  const cell = (rate) => [TG.t("counted", rate.count, rate.n), percent(rate.value), rate.interval.map(percent).join(" – ")];
  root.append(
    TG.h("h2", {}, TG.t("score-is", count, n)), TG.h("p", { class: "verdict", tabindex: "-1" }, TG.t(`verdict-${found.verdict}`)),
    TG.h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": TG.t("what") }, TG.h("table", {},
      TG.h("thead", {}, TG.h("tr", {}, ["what", "image", "share", "interval"].map((word) => TG.h("th", { scope: "col" }, word === "image" ? "n" : TG.t(word))))),
      TG.h("tbody", {}, ["right", "error_generated", "error_real"].map((name) => TG.h("tr", {}, TG.h("th", { scope: "row" }, TG.t(name)), cell(found[name]).map((text) => TG.h("td", {}, text))))))),
    TG.h("p", {}, TG.t("d-prime", TG.number(found.d_prime))),
    TG.h("div", { class: "controls" }, TG.h("button", { class: "primary", id: "download", onclick: download }, TG.t("download"))),
    TG.h("p", { class: "quiet" }, TG.t("pool"), " ", TG.h("code", {}, "python -m ter_gan.quiz *.json")));
};

TG.panel("play", ({ phase }) => [phase], (view, root) => ({ start, ask, score })[view.phase](view, root), (view, root) => {
  if (view.phase !== "ask") return;
  const image = root.querySelector("#stimulus"), at = view.answers.length, text = TG.t("image-is", at + 1, view.quiz.images.length);
  root.querySelector("#round").textContent = text;
  root.querySelector("progress").value = at;
  if (image.dataset.at === String(at)) return;
  image.classList.toggle("away", view.limit > 0);
  image.parentElement.classList.toggle("soon", view.limit > 0 && view.shown === null);
  Object.assign(image, { src: view.quiz.images[at], alt: text });
  image.dataset.at = at;
});

TG.panel("fooled", ({ phase }) => [phase], ({ phase, answers, quiz }, root) => {
  if (phase !== "score") return;
  for (const kind of ["generated", "real"]) {
    const wrong = answers.filter((a) => a.truth === kind && a.answer !== kind);
    root.append(TG.h("h3", {}, TG.t(`fooled-${kind}`)), wrong.length ? TG.h("div", { class: `wrong ${kind}` }, wrong.map(({ image }) =>
      TG.h("img", { src: quiz.images[image], alt: TG.t("image-is", image + 1, quiz.images.length) }))) : TG.h("p", { class: "quiet" }, TG.t("nothing")));
  }
});

document.addEventListener("keydown", (event) => {
  const { tagName } = event.target, kind = KEYS[event.key.toLowerCase()];
  if (!kind || event.repeat || event.ctrlKey || event.metaKey || event.altKey || tagName === "SELECT" || TG.view.phase !== "ask") return;
  event.preventDefault();
  answer(kind);
});
}

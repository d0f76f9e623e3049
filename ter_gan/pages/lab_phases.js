"use strict";
/* The phases of one iteration: equations, numbers, and what the picture shows. */
{
const D_TERMS = {
  "non-saturating": "−E[log D(x)] − E[log(1 − D(G(z)))]",
  minimax: "−E[log D(x)] − E[log(1 − D(G(z)))]",
  "least-squares": "½E[(D(x) − 1)²] + ½E[D(G(z))²]",
  hinge: "E[max(0, 1 − D(x))] + E[max(0, 1 + D(G(z)))]",
  wasserstein: "E[D(G(z))] − E[D(x)]",
};
const SMOOTH_TERMS = {
  "non-saturating": (s) => `−${1 - s}·E[log D(x)] − ${s}·E[log(1 − D(x))] − E[log(1 − D(G(z)))]`,
  minimax: (s) => SMOOTH_TERMS["non-saturating"](s),
  "least-squares": (s) => `½E[(D(x) − ${1 - s})²] + ½E[D(G(z))²]`,
};
const G_TERMS = {
  "non-saturating": "−E[log D(G(z))]",
  minimax: "E[log(1 − D(G(z)))]",
  "least-squares": "½E[(D(G(z)) − 1)²]",
  hinge: "−E[D(G(z))]",
  wasserstein: "−E[D(G(z))]",
};
const PENALTY_TERMS = {
  none: () => "",
  "wgan-gp": (weight) => ` + ${weight}·E[(‖∇D(x̂)‖ − 1)²], x̂ = αx + (1 − α)G(z)`,
  r1: (weight) => ` + ${weight}·½E[‖∇D(x)‖²]`,
};

/* The equation of each phase under these settings. */
TG.equations = (s) => {
  const law = s.latent === "normal" ? "N(0, I)" : "U(−1, 1)", smooth = s.smoothing && SMOOTH_TERMS[s.loss];
  const mover = (player, rate) => s.optimizer === "sgd"
    ? `θ_${player} ← θ_${player} − ${rate}·g`
    : `m ← ${s.beta1}·m + ${TG.number(1 - s.beta1)}·g,  v ← ${s.beta2}·v + ${TG.number(1 - s.beta2)}·g²\nθ_${player} ← θ_${player} − α·m/(√v + ε),  α = ${rate}·√(1 − ${s.beta2}^t)/(1 − ${s.beta1}^t)`;
  const D = TG.LOSSES[s.loss].probability ? "D = sigmoid(logit)" : "D = logit";
  return {
    noise: `z ~ ${law}: ${s.latentDim} × ${s.batch},  ${TG.t("eq-data")}: 2 × ${s.batch}`,
    generate: `G(z)`,
    judge: `D(x), D(G(z));  ${D}`,
    "d-gradient": `L_D = ${smooth ? smooth(s.smoothing) : D_TERMS[s.loss]}${PENALTY_TERMS[s.penalty](s.penaltyWeight)};  g = ∂L_D/∂θ_D`,
    "d-move": mover("D", s.rateD),
    "judge-new": `${TG.t("eq-new")} z ~ ${law};  L_G = ${G_TERMS[s.loss]}`,
    "g-gradient": `${TG.t("eq-arrows")}: −∂L_G/∂x,  x = G(z);  g = ∂L_G/∂θ_G = Σ ∂L_G/∂x · ∂G(z)/∂θ_G`,
    "g-move": mover("G", s.rateG),
  };
};

/* An equation as nodes: what follows _ is lowered, what follows ^ is raised. */
TG.math = (text) => TG.local(text).split(/([_^]\w+)/).map((part) => {
  const tag = { _: "sub", "^": "sup" }[part[0]];
  return tag ? TG.h(tag, {}, part.slice(1)) : part;
});

/* The numbers that a phase has just made. */
TG.phaseNumbers = (name, { logs, G, D, settings }) => {
  const norm = (array) => TG.t("norm", TG.number(Math.sqrt(array.reduce((sum, g) => sum + g * g, 0))));
  const scores = () => [TG.t("mean-real", TG.number(logs.d_real)), TG.t("mean-fake", TG.number(logs.d_fake))];
  const penalty = settings.penalty === "none" ? [] : [TG.t("the-penalty", TG.number(logs.penalty))];
  const found = {
    judge: scores,
    "d-gradient": () => [TG.t("the-loss", TG.number(logs.d_loss)), ...penalty, norm(D.gradient)],
    "judge-new": () => [TG.t("the-loss", TG.number(logs.g_loss))],
    "g-gradient": () => [norm(G.gradient)],
  };
  return found[name] ? found[name]() : [];
};

/* What a phase lights up in the overview, and the layers of the plane. */
TG.PHASE_PICTURES = {
  noise: ["noise real", { real: true }],
  generate: ["G fake", { real: true, generated: true }],
  judge: ["D", { real: true, generated: true, heatmap: true }],
  "d-gradient": ["D losses", { real: true, generated: true, heatmap: true, contour: true }],
  "d-move": ["D", { real: true, generated: true, heatmap: true, contour: true }],
  "judge-new": ["noise G fake D", { generated: true, heatmap: true, contour: true }],
  "g-gradient": ["losses fake G", { generated: true, heatmap: true, arrows: "descent" }],
  "g-move": ["G", { generated: true, heatmap: true, tracks: true }],
};

TG.MAGNIFIED = 10;  // a step of G is too short to be seen

/* The batch of the phase that was just done, instead of the usual points. */
TG.phaseView = (name, gan, observer) => {
  const view = observer.view(), count = 2 * gan.settings.batch, made = gan.G.output.slice(0, count);
  view.real = gan.real.slice();
  view.generated = TG.CRITIC_PHASES.includes(name) ? gan.fake.slice() : made;
  if (name === "g-move") {
    view.generated = observer.moved(gan.latents, count / 2);
    const back = (i) => view.generated[i] - TG.MAGNIFIED * (view.generated[i] - made[i]);
    view.tracks = Array.from({ length: count / 2 }, (_, i) => Float64Array.of(back(2 * i), back(2 * i + 1), view.generated[2 * i], view.generated[2 * i + 1]));
  }
  if (name === "g-gradient") view.arrows = observer.arrows(view.generated, Math.min(count / 2, TG.SHOWN.arrows));
  return view;
};

TG.panel("phases", () => [], (view, root) => {
  root.append(TG.h("h2", {}, TG.t("phases")), TG.h("p", { class: "lead" }, TG.t("phases-lead")),
    TG.h("ol", { class: "phases" }, [...TG.CRITIC_PHASES, ...TG.GENERATOR_PHASES].map((name) => TG.h("li", { "data-phase": name },
      TG.h("strong", {}, TG.t(`p-${name}`)), TG.h("span", { class: "equation" }), TG.h("span", { class: "phase-numbers" })))),
    TG.h("p", { class: "quiet", id: "phase-note" }));
}, ({ trainer }, root) => {
  const { settings } = trainer.gan, equations = TG.equations(settings);
  for (const item of root.querySelectorAll("li")) item.querySelector(".equation").replaceChildren(...TG.math(equations[item.dataset.phase]));
  const notes = [settings.trainD && settings.criticSteps > 1 && TG.t("repeated", settings.criticSteps), !settings.trainG && TG.t("frozen-G"), !settings.trainD && TG.t("frozen-D")];
  document.getElementById("phase-note").textContent = notes.filter(Boolean).join(" ");
  TG.showPhase(TG.view.phase, trainer.gan);
});

/* Marks the phase that was just done; null: none. */
TG.showPhase = (name, gan) => {
  for (const item of document.querySelectorAll("#phases li")) {
    const current = item.dataset.phase === name;
    item.classList.toggle("current", current);
    if (current) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
    item.querySelector(".phase-numbers").textContent = current ? TG.phaseNumbers(name, gan).join(" · ") : "";
  }
  document.getElementById("graph").dataset.lit = name ? TG.PHASE_PICTURES[name][0] : "";
};
}

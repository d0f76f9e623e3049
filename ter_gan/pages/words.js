"use strict";
/* Every sentence of the shared drawings, in English and French. A page adds its own
   with Object.assign(WORDS.en, {…}) and WORDS.fr, and reads them with TG.words(key). */

const WORDS = {
  en: {
    "language": "Language", "theme": "Colours", "theme-auto": "system", "theme-light": "light",
    "theme-dark": "dark", "log": "log scale", "step": "step", "steps": "steps of G",
    "real": "real", "generated": "generated", "outside": "{0} outside the picture",
    "x": "x", "y": "y",
    "heat-logit": "logit of D", "heat-probability": "D(x), the probability of “real”",
    "heat-low": "looks generated", "heat-high": "looks real",
    "plane": "The plane", "layers": "Show", "layer-real": "real points", "layer-fake": "generated points", "layer-heat": "D’s opinion", "heat-off": "off", "heat-is-logit": "logit", "heat-is-probability": "probability",
    "layer-contour": "where D cannot tell", "layer-manifold": "G’s grid", "layer-arrows": "arrows", "arrows-off": "off", "arrows-is-descent": "−∂L_G/∂x", "arrows-is-slope": "∂D/∂x", "layer-tracks": "paths", "help": "Explain",
    "about-real": "A sample of the data. It never moves. Look for places with real points and no generated ones: a mode is missing.",
    "about-fake": "What G makes of the same noise at every step. Look for all points in one heap (collapse), and for points between the modes.",
    "about-heat": "D’s answer at each place: blue looks real to D, orange looks generated. A field that is flat where the generated points are gives G nothing to follow.",
    "about-contour": "On this line D cannot tell real from generated. After a good training D is undecided all over the data, and the line wanders about.",
    "about-manifold": "A grid of noise, sent through G. Look for folds and for torn, wide cells: few noises land there. Dark cells hold many.",
    "about-arrows": "−∂L_G/∂x: where the loss of G pushes each point, as if it were alone. ∂D/∂x: where D’s logit rises. Short arrows everywhere: the gradient vanishes.",
    "about-tracks": "The latest way of {0} generated points. Circles mean that G and D chase each other.",
    "contour": "D cannot tell ({0} = {1})", "logit": "logit", "manifold": "grid of latents through G",
    "arrows-descent": "−∂L_G/∂x, where G is pushed", "arrows-slope": "∂D/∂x, where D’s logit rises",
    "arrow-is": "{0} (this length = {1}, cut at three times it)",
    "tracks": "paths of {0} samples",
    "plane-is": "The plane from {0} to {1} and from {2} to {3}: {4} real and {5} generated points. Shift and arrow keys move the pointer that reads values.",
    "readout-hint": "Point at the plane to read x, y and what D says there.",
    "chart-is": "{0} at {1} {2}: {3}", "none": "not measured",
    "losses": "Losses", "d_loss": "D", "g_loss": "G", "d-equilibrium": "D at equilibrium", "g-equilibrium": "G at equilibrium",
    "scores": "What D says", "d_real": "D(x), real", "d_fake": "D(G(z)), generated",
    "score_real": "score of real", "score_fake": "score of generated", "undecided": "cannot tell",
    "energy_distance": "Energy distance to the real points", "distance": "generated", "floor": "real against real",
    "modes_covered": "Modes covered", "covered": "covered", "modes-all": "all",
    "high_quality_share": "High-quality share", "share": "share",
    "generator_slope": "Slope that reaches G, per sample", "slope": "‖∂L_G/∂x‖",
    "diversity": "Diversity: mean distance of two samples", "diversity-line": "generated / real",
    "noise": "noise z", "generator": "Generator G", "discriminator": "Discriminator D",
    "points-generated": "generated points G(z)", "points-real": "real points x", "loss-d": "loss of D", "loss-g": "loss of G",
    "gradient-back": "slope that reaches G: {0}", "overview-is": "From noise to the losses: {0}",
  },
  fr: {
    "language": "Langue", "theme": "Couleurs", "theme-auto": "système", "theme-light": "clair",
    "theme-dark": "sombre", "log": "échelle log", "step": "pas", "steps": "pas de G",
    "real": "réels", "generated": "générés", "outside": "{0} hors de l'image",
    "x": "x", "y": "y",
    "heat-logit": "logit de D", "heat-probability": "D(x), probabilité de « réel »",
    "heat-low": "semble généré", "heat-high": "semble réel",
    "plane": "Le plan", "layers": "Montrer", "layer-real": "points réels", "layer-fake": "points générés", "layer-heat": "avis de D", "heat-off": "caché", "heat-is-logit": "logit", "heat-is-probability": "probabilité",
    "layer-contour": "où D hésite", "layer-manifold": "grille de G", "layer-arrows": "flèches", "arrows-off": "cachées", "arrows-is-descent": "−∂L_G/∂x", "arrows-is-slope": "∂D/∂x", "layer-tracks": "trajets", "help": "Expliquer",
    "about-real": "Un échantillon des données. Il ne bouge jamais. Cherchez des points réels sans points générés : un mode manque.",
    "about-fake": "Ce que G fait du même bruit à chaque pas. Cherchez un seul tas de points (effondrement), et des points entre les modes.",
    "about-heat": "La réponse de D en chaque lieu : le bleu lui semble réel, l'orange généré. Un champ plat là où sont les points générés ne donne rien à suivre à G.",
    "about-contour": "Sur cette ligne, D ne distingue pas réel et généré. Après un bon entraînement, D hésite partout sur les données et la ligne vagabonde.",
    "about-manifold": "Une grille de bruit, passée par G. Cherchez les plis et les cellules larges, étirées : peu de bruits y tombent. Les cellules foncées en contiennent beaucoup.",
    "about-arrows": "−∂L_G/∂x : où la perte de G pousse chaque point, comme s'il était seul. ∂D/∂x : où monte le logit de D. Flèches courtes partout : le gradient s'évanouit.",
    "about-tracks": "Le dernier chemin de {0} points générés. Des cercles veulent dire que G et D se poursuivent.",
    "contour": "D ne sait pas trancher ({0} = {1})", "logit": "logit", "manifold": "grille de latents passée par G",
    "arrows-descent": "−∂L_G/∂x, où G est poussé", "arrows-slope": "∂D/∂x, où monte le logit de D",
    "arrow-is": "{0} (cette longueur = {1}, coupée au triple)",
    "tracks": "trajets de {0} échantillons",
    "plane-is": "Le plan de {0} à {1} et de {2} à {3} : {4} points réels et {5} générés. Maj et les flèches déplacent le pointeur qui lit les valeurs.",
    "readout-hint": "Pointez le plan pour lire x, y et ce que D en dit.",
    "chart-is": "{0} au {1} {2} : {3}", "none": "non mesuré",
    "losses": "Pertes", "d_loss": "D", "g_loss": "G", "d-equilibrium": "D à l'équilibre", "g-equilibrium": "G à l'équilibre",
    "scores": "Ce que dit D", "d_real": "D(x), réels", "d_fake": "D(G(z)), générés",
    "score_real": "note des réels", "score_fake": "note des générés", "undecided": "ne sait pas trancher",
    "energy_distance": "Distance d'énergie aux points réels", "distance": "générés", "floor": "réels contre réels",
    "modes_covered": "Modes couverts", "covered": "couverts", "modes-all": "tous",
    "high_quality_share": "Part de haute qualité", "share": "part",
    "generator_slope": "Pente qui atteint G, par échantillon", "slope": "‖∂L_G/∂x‖",
    "diversity": "Diversité : distance moyenne de deux points", "diversity-line": "générés / réels",
    "noise": "bruit z", "generator": "Générateur G", "discriminator": "Discriminateur D",
    "points-generated": "points générés G(z)", "points-real": "points réels x", "loss-d": "perte de D", "loss-g": "perte de G",
    "gradient-back": "pente qui atteint G : {0}", "overview-is": "Du bruit aux pertes : {0}",
  },
};
TG.words = TG.t;

/* What a health rule found: Python says it in English, the number first and its limit
   second. Other languages put both into their own sentence, keyed by the rule's name. */
Object.assign(WORDS.fr, {
  "rule-vanishing-gradient": "Le générateur ne reçoit presque plus de gradient : {0} par échantillon (limite {1})",
  "rule-discriminator-too-strong": "Le discriminateur distingue le réel du généré dans {0} des paires (limite {1})",
  "rule-discriminator-too-weak": "Le discriminateur ne range correctement que {0} des paires (limite {1}, hasard 50 %)",
  "rule-loss-of-diversity": "Les échantillons générés diffèrent entre eux {0} fois autant que les réels (limite {1})",
});
TG.finding = (name, english) => {
  const found = english.match(/\d[\d.]*(e[+-]?\d+)?%?/g) || [], key = `rule-${name}`;
  return found.length > 1 && key in WORDS[TG.language()] ? TG.t(key, ...found.slice(0, 2).map(TG.local)) : english;
};

/* Numbers as the page's language writes them; a text may hold several. */
TG.local = (text) => {
  const signed = String(text).replace(/(^|[eE ])-(?=\d)/g, "$1−");
  return TG.language() === "fr" ? signed.replace(/(\d)\.(?=\d)/g, "$1,").replace(/(\d)%/g, "$1\u00a0%") : signed;
};
const plainNumber = TG.number;
TG.number = (value, digits) => TG.local(plainNumber(value, digits));

/* French puts a space that does not break before these marks. Each page calls this
   when it has added its words. */
TG.spaceFrench = () => {
  for (const [key, text] of Object.entries(WORDS.fr)) WORDS.fr[key] = text.replace(/ ([:;?!»%])/g, "\u00a0$1").replace(/« /g, "«\u00a0");
};

"use strict";
/* The words of the live page; those of a health rule are keyed by its name. The
   English sentence of a rule comes with the rule itself. */

Object.assign(WORDS.en, {
  "skip": "Skip to the content", "title": "A GAN, live", "run-title": "Going on with {0}", "play": "Play", "pause": "Pause", "one-step": "One step", "one-phase": "Next phase", "restart": "Restart",
  "speed": "Speed", "speed-phases": "phase by phase", "speed-slow": "4 steps/s", "speed-medium": "1 step per picture", "speed-full": "full", "time": "Step of G; move to go back in time", "rate": "{0} steps/s", "copy-link": "Copy link", "copied": "The link is copied: it holds every setting and the seed.", "link-is": "Link to this page",
  "not-finite": "At step {0}, {1} is not finite (limit: any finite number). Training cannot go on; go back in time, then try a lower learning rate, or the penalty R1.",
  "draw-first": "Draw at least one point in the plane: training starts from it.", "changed": "Settings were changed at step {0} while training. The link repeats a training that has today's settings from its first step.", "cut-run": "The networks, the optimizer or the data differ from the run's: this training starts from new weights.",
  "settings": "Settings", "settings-lead": "A ↺ marks what starts the training anew; the rest acts at once.",
  "g-data": "Data", "g-loss": "What they minimise", "g-steps": "How they move", "g-G": "Generator G", "g-D": "Discriminator D",
  "data": "real points", "data-ring": "ring of 8", "data-grid": "grid of 25", "data-two_moons": "two moons", "data-spiral": "spiral", "data-gaussian": "one Gaussian", "data-drawn": "draw your own", "data-run": "the run's",
  "batch": "batch size", "seed": "seed", "loss": "loss", "loss-non-saturating": "non-saturating", "loss-minimax": "minimax (saturating)", "loss-least-squares": "least squares", "loss-hinge": "hinge", "loss-wasserstein": "Wasserstein",
  "smoothing": "label smoothing", "penalty": "penalty on D", "penalty-none": "none", "penalty-wgan-gp": "WGAN-GP", "penalty-r1": "R1", "weight": "its weight λ",
  "opt": "optimizer", "opt-adam": "Adam", "opt-sgd": "SGD", "lrG": "learning rate of G", "lrD": "learning rate of D", "beta1": "Adam β₁", "beta2": "Adam β₂", "ratio": "steps of D per step of G", "trainG": "G learns", "trainD": "D learns",
  "noise-law": "noise", "noise-normal": "normal N(0, 1)", "noise-uniform": "uniform (−1, 1)", "dim": "noise dimension", "layersG": "hidden layers", "layersD": "hidden layers", "unitsG": "neurons in each", "unitsD": "neurons in each", "actG": "activation", "actD": "activation", "act-relu": "ReLU", "act-leaky_relu": "leaky ReLU 0.2", "act-tanh": "tanh",
  "plane": "The plane", "layer-real": "real points", "layer-fake": "generated points", "layer-heat": "D's opinion", "heat-off": "off", "heat-is-logit": "logit", "heat-is-probability": "probability", "layer-contour": "where D cannot tell", "layer-manifold": "G's grid", "layer-arrows": "arrows", "arrows-off": "off", "arrows-is-descent": "−∂L_G/∂x", "arrows-is-slope": "∂D/∂x", "layer-tracks": "paths", "layer-scale": "length of arrows", "scale-fixed": "one scale", "scale-own": "own scale each time",
  "manifold-1": "One noise dimension: all that G can make lies on this line.", "manifold-2": "G's grid: a square grid of noise, bent by G.", "manifold-more": "G's grid is a flat cut through {0} noise dimensions: the first two, the others 0.",
  "phase-plane": "The batch of this phase: {0}.", "ten-times": "The lines show where each point came from, {0} times as far.", "draw": "Draw your own points", "draw-lead": "Drag in the plane, or type coordinates from −2 to 2. Each point becomes a small round cloud.", "add": "Add point", "undo": "Undo", "clear": "Clear", "drawn": "{0} points drawn",
  "phases": "One iteration, phase by phase", "phases-lead": "Press “Next phase”: the plane shows what the phase works on.", "repeated": "Phases 1 to 5 are done {0} times.", "frozen-G": "G does not learn: phases 6 to 8 are left out.", "frozen-D": "D does not learn: phases 1 to 5 are left out.",
  "p-noise": "Draw noise and real points", "p-generate": "G makes samples", "p-judge": "D judges both", "p-d-gradient": "D's loss and its gradient", "p-d-move": "D moves", "p-judge-new": "D judges new samples", "p-g-gradient": "The gradient reaches G", "p-g-move": "G moves",
  "eq-data": "real x", "eq-new": "new", "eq-arrows": "arrows",
  "mean-real": "mean D(x) {0}", "mean-fake": "mean D(G(z)) {0}", "norm": "‖gradient‖ {0}", "the-loss": "loss {0}", "the-penalty": "penalty {0}",
  "health": "Health", "healthy": "No rule fires.", "not-judged": "The rules look at 100 steps at a time: play on.", "before": "Fired before", "at-step": "step {0}: {1}", "mend": "To mend it: {0}.",
  "advice-vanishing-gradient": "choose the non-saturating or the Wasserstein loss, or lower the learning rate of D", "advice-discriminator-too-strong": "lower the learning rate of D, or choose the penalty R1", "advice-discriminator-too-weak": "look at the samples: if they are not good, raise the steps of D, its neurons or its learning rate", "advice-loss-of-diversity": "choose the Wasserstein loss with the penalty WGAN-GP, the penalty R1, or lower learning rates",
  "presets": "Break it on purpose", "presets-lead": "Each button sets everything and starts anew. Press Play, watch, then mend it with the controls.",
  "curves": "The numbers over training", "curves-lead": "Click or drag on a chart to go back to that step. Energy distance: {0} points each; the dashed floor is what two draws of real points have between them.",
  "graph": "What plays against what", "about": "About this page",
  "about-text": "Everything runs in this page: nothing is loaded or sent. One seed gives one training, to the last digit, on one browser. The step equals that of Keras (python -m ter_gan.train) from the same weights, noise and batch.",
  "about-keys": "Keys: space plays and pauses, → one step, ← back in time, . next phase, Home to the start. On the plane, Shift and the arrows move the pointer.",
});
Object.assign(WORDS.fr, {
  "skip": "Aller au contenu", "title": "Un GAN en direct", "run-title": "Suite de {0}", "play": "Lancer", "pause": "Pause", "one-step": "Un pas", "one-phase": "Phase suivante", "restart": "Recommencer",
  "speed": "Vitesse", "speed-phases": "phase par phase", "speed-slow": "4 pas/s", "speed-medium": "1 pas par image", "speed-full": "maximale", "time": "Pas de G ; déplacez pour revenir en arrière", "rate": "{0} pas/s", "copy-link": "Copier le lien", "copied": "Le lien est copié : il contient tous les réglages et la graine.", "link-is": "Lien vers cette page",
  "not-finite": "Au pas {0}, {1} n'est pas fini (limite : tout nombre fini). L'entraînement ne peut pas continuer ; revenez en arrière, puis essayez un taux d'apprentissage plus bas ou la pénalité R1.",
  "draw-first": "Dessinez au moins un point dans le plan : l'entraînement part de là.", "changed": "Des réglages ont changé au pas {0} pendant l'entraînement. Le lien répète un entraînement qui a les réglages actuels dès le premier pas.", "cut-run": "Les réseaux, l'optimiseur ou les données diffèrent de ceux du calcul chargé : cet entraînement part de nouveaux poids.",
  "settings": "Réglages", "settings-lead": "Un ↺ marque ce qui recommence l'entraînement ; le reste agit tout de suite.",
  "g-data": "Données", "g-loss": "Ce qu'ils minimisent", "g-steps": "Comment ils avancent", "g-G": "Générateur G", "g-D": "Discriminateur D",
  "data": "points réels", "data-ring": "anneau de 8", "data-grid": "grille de 25", "data-two_moons": "deux lunes", "data-spiral": "spirale", "data-gaussian": "une gaussienne", "data-drawn": "à dessiner", "data-run": "ceux du calcul",
  "batch": "taille du lot", "seed": "graine", "loss": "perte", "loss-non-saturating": "non saturante", "loss-minimax": "minimax (saturante)", "loss-least-squares": "moindres carrés", "loss-hinge": "charnière", "loss-wasserstein": "Wasserstein",
  "smoothing": "lissage des étiquettes", "penalty": "pénalité sur D", "penalty-none": "aucune", "penalty-wgan-gp": "WGAN-GP", "penalty-r1": "R1", "weight": "son poids λ",
  "opt": "optimiseur", "opt-adam": "Adam", "opt-sgd": "SGD", "lrG": "taux d'apprentissage de G", "lrD": "taux d'apprentissage de D", "beta1": "β₁ d'Adam", "beta2": "β₂ d'Adam", "ratio": "pas de D par pas de G", "trainG": "G apprend", "trainD": "D apprend",
  "noise-law": "bruit", "noise-normal": "normal N(0, 1)", "noise-uniform": "uniforme (−1, 1)", "dim": "dimension du bruit", "layersG": "couches cachées", "layersD": "couches cachées", "unitsG": "neurones par couche", "unitsD": "neurones par couche", "actG": "activation", "actD": "activation", "act-relu": "ReLU", "act-leaky_relu": "leaky ReLU 0,2", "act-tanh": "tanh",
  "plane": "Le plan", "layer-real": "points réels", "layer-fake": "points générés", "layer-heat": "avis de D", "heat-off": "caché", "heat-is-logit": "logit", "heat-is-probability": "probabilité", "layer-contour": "où D hésite", "layer-manifold": "grille de G", "layer-arrows": "flèches", "arrows-off": "cachées", "arrows-is-descent": "−∂L_G/∂x", "arrows-is-slope": "∂D/∂x", "layer-tracks": "trajets", "layer-scale": "longueur des flèches", "scale-fixed": "une échelle", "scale-own": "une échelle à chaque fois",
  "manifold-1": "Bruit à une dimension : tout ce que G peut faire est sur cette ligne.", "manifold-2": "Grille de G : une grille carrée de bruit, pliée par G.", "manifold-more": "La grille de G est une coupe plane dans {0} dimensions de bruit : les deux premières, les autres à 0.",
  "phase-plane": "Le lot de cette phase : {0}.", "ten-times": "Les traits montrent d'où vient chaque point, {0} fois plus loin.", "draw": "Dessinez vos points", "draw-lead": "Glissez dans le plan, ou tapez des coordonnées de −2 à 2. Chaque point devient un petit nuage rond.", "add": "Ajouter", "undo": "Annuler", "clear": "Effacer", "drawn": "{0} points dessinés",
  "phases": "Une itération, phase par phase", "phases-lead": "Appuyez sur « Phase suivante » : le plan montre ce dont la phase s'occupe.", "repeated": "Les phases 1 à 5 se font {0} fois.", "frozen-G": "G n'apprend pas : les phases 6 à 8 sont sautées.", "frozen-D": "D n'apprend pas : les phases 1 à 5 sont sautées.",
  "p-noise": "Tirer du bruit et des points réels", "p-generate": "G fabrique des échantillons", "p-judge": "D juge les deux", "p-d-gradient": "La perte de D et son gradient", "p-d-move": "D avance", "p-judge-new": "D juge de nouveaux échantillons", "p-g-gradient": "Le gradient atteint G", "p-g-move": "G avance",
  "eq-data": "x réels", "eq-new": "nouveau", "eq-arrows": "flèches",
  "mean-real": "moyenne de D(x) {0}", "mean-fake": "moyenne de D(G(z)) {0}", "norm": "‖gradient‖ {0}", "the-loss": "perte {0}", "the-penalty": "pénalité {0}",
  "health": "Santé", "healthy": "Aucune règle ne se déclenche.", "not-judged": "Les règles regardent 100 pas à la fois : continuez.", "before": "Déclenchées auparavant", "at-step": "pas {0} : {1}", "mend": "Pour réparer : {0}.",
  "rule-vanishing-gradient": "Le générateur ne reçoit presque plus de gradient : {value:.1e} par échantillon (limite {limit:.0e})", "rule-discriminator-too-strong": "Le discriminateur distingue le réel du généré dans {value:.1%} des paires (limite {limit:.1%})", "rule-discriminator-too-weak": "Le discriminateur ne range correctement que {value:.1%} des paires (limite {limit:.0%}, hasard 50%)", "rule-loss-of-diversity": "Les échantillons générés diffèrent entre eux {value:.2f} fois autant que les réels (limite {limit})",
  "advice-vanishing-gradient": "choisissez la perte non saturante ou Wasserstein, ou baissez le taux d'apprentissage de D", "advice-discriminator-too-strong": "baissez le taux d'apprentissage de D, ou choisissez la pénalité R1", "advice-discriminator-too-weak": "regardez les échantillons : s'ils sont mauvais, augmentez les pas de D, ses neurones ou son taux d'apprentissage", "advice-loss-of-diversity": "choisissez la perte Wasserstein avec la pénalité WGAN-GP, la pénalité R1, ou des taux d'apprentissage plus bas",
  "presets": "Cassez-le exprès", "presets-lead": "Chaque bouton règle tout et recommence. Appuyez sur Lancer, regardez, puis réparez avec les réglages.",
  "curves": "Les nombres au fil de l'entraînement", "curves-lead": "Cliquez ou glissez sur une courbe pour revenir à ce pas. Distance d'énergie : {0} points de chaque ; le plancher en tirets est ce que deux tirages de points réels ont entre eux.",
  "graph": "Qui joue contre qui", "about": "À propos de cette page",
  "about-text": "Tout se passe dans cette page : rien n'est chargé ni envoyé. Une graine donne un entraînement, au dernier chiffre près, sur un même navigateur. Le pas est celui de Keras (python -m ter_gan.train) pour les mêmes poids, bruit et lot.",
  "about-keys": "Touches : espace lance et arrête, → un pas, ← retour en arrière, . phase suivante, Origine va au début. Sur le plan, Maj et les flèches déplacent le pointeur.",
});

/* The presets: what to watch, and how to mend it. */
Object.assign(WORDS.en, {
  "preset-healthy": "A healthy one", "watch-healthy": "Watch the points find all eight clouds within about 2,000 steps while the energy distance falls towards its floor.",
  "preset-vanishing": "Vanishing gradient", "watch-vanishing": "G waits while D learns alone: within 500 steps D is sure everywhere, and under the saturating loss hardly any gradient reaches G. Mend it: choose the non-saturating loss (the arrows grow at once), then tick “G learns”.",
  "preset-fast": "Steps too large", "watch-fast": "Learning rates of 0.05: points rush from cloud to cloud or fall into one heap. Mend it: go back in time and set both rates to 0.002.",
  "preset-line": "One noise number", "watch-line": "All points lie on one line, whatever G learns. Mend it: noise dimension 2.",
  "preset-weak-D": "D too weak", "watch-weak-D": "Two neurons cannot draw eight islands: D soon guesses no better than chance, and points stay in the wrong places. Mend it: 2 layers of 32 neurons in D.",
  "preset-small-G": "G too small", "watch-small-G": "Two neurons in G: it can bend its grid only twice, so a line or a heap remains. Mend it: 2 layers of 32 neurons in G.",
  "preset-momentum": "Too much momentum", "watch-momentum": "Adam with β₁ = 0.9 keeps rolling after D has turned: points swing around their goals. Mend it: go back to the start and set β₁ to 0.5.",
  "preset-slow": "Steps too small", "watch-slow": "Learning rates of 0.0001: nothing is wrong, it only takes ten times as long. Mend it: raise both rates.",
  "preset-cure-r1": "A cure: R1", "watch-cure-r1": "R1 keeps D smooth near the real points: its hills are low and wide, and the arrows stay short. Compare: set the penalty to none, and watch them grow.",
  "preset-cure-wgan-gp": "A cure: WGAN-GP", "watch-cure-wgan-gp": "A critic of slope near 1 gives every point an arrow, however far away. Watch its loss go to 0 while the energy distance falls.",
});
Object.assign(WORDS.fr, {
  "preset-healthy": "En bonne santé", "watch-healthy": "Les points trouvent les huit nuages en 2 000 pas environ, et la distance d'énergie descend vers son plancher.",
  "preset-vanishing": "Gradient évanoui", "watch-vanishing": "G attend pendant que D apprend seul : en 500 pas D est sûr partout et, avec la perte saturante, presque aucun gradient n'atteint G. Pour réparer : la perte non saturante (les flèches grandissent aussitôt), puis cochez « G apprend ».",
  "preset-fast": "Pas trop grands", "watch-fast": "Taux d'apprentissage de 0,05 : les points courent d'un nuage à l'autre ou tombent en tas. Pour réparer : revenez en arrière et mettez les deux taux à 0,002.",
  "preset-line": "Un seul nombre de bruit", "watch-line": "Tous les points sont sur une ligne, quoi que G apprenne. Pour réparer : dimension du bruit 2.",
  "preset-weak-D": "D trop faible", "watch-weak-D": "Deux neurones ne dessinent pas huit îles : D ne devine bientôt pas mieux que le hasard, et des points restent mal placés. Pour réparer : 2 couches de 32 neurones dans D.",
  "preset-small-G": "G trop petit", "watch-small-G": "Deux neurones dans G : il ne plie sa grille que deux fois, il reste une ligne ou un tas. Pour réparer : 2 couches de 32 neurones dans G.",
  "preset-momentum": "Trop d'élan", "watch-momentum": "Adam avec β₁ = 0,9 roule encore quand D a déjà tourné : les points oscillent autour du but. Pour réparer : revenez au début et mettez β₁ à 0,5.",
  "preset-slow": "Pas trop petits", "watch-slow": "Taux d'apprentissage de 0,0001 : rien ne va mal, c'est dix fois plus long. Pour réparer : augmentez les deux taux.",
  "preset-cure-r1": "Un remède : R1", "watch-cure-r1": "R1 garde D lisse près des points réels : ses collines sont basses et larges, et les flèches restent courtes. Comparez : pénalité « aucune », et elles grandissent.",
  "preset-cure-wgan-gp": "Un remède : WGAN-GP", "watch-cure-wgan-gp": "Un critique de pente proche de 1 donne une flèche à chaque point, si loin soit-il. Sa perte va vers 0 pendant que la distance d'énergie descend.",
});

/* French puts a space that does not break before these marks. */
for (const [key, text] of Object.entries(WORDS.fr)) WORDS.fr[key] = text.replace(/ ([:;?!»])/g, "\u00a0$1").replace(/« /g, "«\u00a0");

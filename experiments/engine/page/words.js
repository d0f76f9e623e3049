"use strict";
/* Every sentence of the page, in English and French. */

const WORDS = { en: {
  "skip": "Skip to the content", "language": "Language", "theme": "Colours", "theme-auto": "system", "theme-light": "light", "theme-dark": "dark",
  "smoke": "A smoke run: it shows that the code runs. Its numbers and verdicts mean nothing.",
  "failed": "{0} trials failed or are missing; run the same command again to measure them.",
  "claims": "Claims", "claims-lead": "Sentences that somebody wrote, and what {0} trials say about them. In the pictures a dot is a seed, a bar the median with its bounds.",
  "supported": "supported", "not supported": "not supported", "undecided": "undecided", "picture-of": "What was measured for claim {0}",
  "film-of": "Its film", "test": "What was found", "sweep": "All cells", "sweep-means": "A cell is one choice of the settings; its number is the mean over the seeds. Choose a cell to see its seeds and their films.",
  "sweep-dots": "A cell is one choice of the settings. A dot is one seed, the bar their median. Choose a column to see its seeds and their films.", "log": "{0}, log scale",
  "outcome": "Outcome", "x": "Across", "y": "Down", "one-by-one": "the cells, one by one",
  "readout": "{0}: mean {1}, from {2} to {3}, standard deviation {4}, {5} seeds", "readout-none": "{0}: no finished trial", "no-value": "no value", "no-value-of": ", {0} without a value",
  "hint": "Point at a cell, or move to it with the Tab key, to read its numbers.", "scale": "Colours: mean of {0}", "better": "better",
  "chosen": "The cell {0}", "chosen-lead": "Each line is one seed. Choose one to see its film.", "seed": "seed", "seconds": "seconds", "film": "film", "show-film": "Film of seed {0}", "make-film": "How to make it",
  "curves": "Curves of this cell", "curve-energy_distance": "energy distance (data units)", "curve-d_loss": "loss of D", "curve-g_loss": "loss of G", "curve-d_real": "D’s mean answer to real points", "curve-d_fake": "D’s mean answer to generated points", "curve-generator_slope": "slope that reaches G", "step": "recorded step", "film-title": "Film of {0}", "film-alone": "Open the film in a tab of its own",
  "no-film": "There is no film of this trial yet. This command makes it; then load the page again:",
  "about": "About this experiment", "shared": "All cells share", "made-by": "Made by", "where": "Measured on {0} in {1} wall minutes, {2} trials", "versions": "Versions", "none": "nothing",
}, fr: {
  "skip": "Aller au contenu", "language": "Langue", "theme": "Couleurs", "theme-auto": "système", "theme-light": "clair", "theme-dark": "sombre",
  "smoke": "Un essai à blanc : il montre que le code fonctionne. Ses nombres et ses verdicts ne veulent rien dire.",
  "failed": "{0} essais ont échoué ou manquent ; la même commande les mesure.",
  "claims": "Affirmations", "claims-lead": "Des phrases que quelqu’un a écrites, et ce que {0} essais en disent. Dans les images, un point est une graine, une barre la médiane avec ses bornes.",
  "supported": "confirmée", "not supported": "non confirmée", "undecided": "indécise", "picture-of": "Ce qui a été mesuré pour l’affirmation {0}",
  "film-of": "Son film", "test": "Ce qui a été trouvé", "sweep": "Toutes les cellules", "sweep-means": "Une cellule est un choix des réglages ; son nombre est la moyenne sur les graines. Choisissez une cellule pour voir ses graines et leurs films.",
  "sweep-dots": "Une cellule est un choix des réglages. Un point est une graine, la barre leur médiane. Choisissez une colonne pour voir ses graines et leurs films.", "log": "{0}, échelle log",
  "outcome": "Mesure", "x": "En colonnes", "y": "En lignes", "one-by-one": "les cellules, une à une",
  "readout": "{0} : moyenne {1}, de {2} à {3}, écart type {4}, {5} graines", "readout-none": "{0} : aucun essai terminé", "no-value": "sans valeur", "no-value-of": ", {0} sans valeur",
  "hint": "Pointez une cellule, ou allez-y avec la touche Tab, pour lire ses nombres.", "scale": "Couleurs : moyenne de {0}", "better": "mieux",
  "chosen": "La cellule {0}", "chosen-lead": "Chaque ligne est une graine. Choisissez-en une pour voir son film.", "seed": "graine", "seconds": "secondes", "film": "film", "show-film": "Film de la graine {0}", "make-film": "Comment le faire",
  "curves": "Courbes de cette cellule", "curve-energy_distance": "distance d’énergie (unités des données)", "curve-d_loss": "perte de D", "curve-g_loss": "perte de G", "curve-d_real": "réponse moyenne de D aux points réels", "curve-d_fake": "réponse moyenne de D aux points générés", "curve-generator_slope": "pente qui atteint G", "step": "pas enregistré", "film-title": "Film de {0}", "film-alone": "Ouvrir le film dans un onglet à part",
  "no-film": "Il n’y a pas encore de film de cet essai. Cette commande le fait ; rechargez ensuite la page :",
  "about": "À propos de cette expérience", "shared": "Toutes les cellules partagent", "made-by": "Fait par", "where": "Mesuré sur {0} en {1} minutes, {2} essais", "versions": "Versions", "none": "rien",
} };

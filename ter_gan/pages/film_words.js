"use strict";
/* The sentences of the film's page. */

Object.assign(WORDS.en, {
  "skip": "Skip to the content", "previous": "Previous frame", "next": "Next frame", "play": "Play", "pause": "Pause",
  "speed": "Speed", "per-second": "{0} frames/s", "step-is": "step {0}", "at-step": "step {0}: {1}", "frame-of": "frame {0} of {1}", "unseen": "{0} generated points of this frame lie beyond the film’s range and are put at its edge.",
  "reduced-motion": "Your system asks for less motion, so the film does not play; use the arrow keys.",
  "film-none": "Add #film=NAME to the address, where NAME.js is a film beside this page.", "film-name-bad": "“{0}” is not the name of a film: use letters, digits, and . _ - = , + only.",
  "film-missing": "The film cannot be shown: {0} is missing. Make the films again.", "film-damaged": "The film cannot be shown: {0} is damaged. Make the films again.",
  "film-lead": "Press Play: you see G learn to put its {0} orange points where the blue, real ones are. Point at a place to read what D says there.",
  "about-bounds": "With one scale for the whole film, ≤ and ≥ at the ends of the colours say that values beyond them have the same colour.",
  "scale": "Scale", "scale-film": "one for the film", "scale-frame": "each frame its own",
  "overview": "What plays against what", "curves": "The numbers over training", "curves-lead": "Click or drag on a chart to go to that step.", "warnings": "Warnings", "no-warnings": "No health rule fired.", "about": "This film", "command": "Made by",
  "about-keys": "← → one frame · Home, End first and last · space play · ? these explanations · Shift and arrows on the plane move the pointer.",
  "manifold-line": "The noise has one dimension, so G draws a curve: no point can leave it.", "manifold-plane": "The noise has two dimensions: this is the whole of it.",
  "manifold-slice": "The noise has more than two dimensions: this is a flat cut through it, other points may lie elsewhere.", "manifold-pca": "The noise has more than two dimensions: this is the plane of noise along which what G makes changes most.",
  "fact-dataset": "data", "fact-model": "model", "fact-loss": "loss", "fact-penalty": "penalty", "fact-latent": "noise", "fact-latent_dim": "noise dimension", "fact-seed": "seed", "fact-pack": "samples shown to D together", "fact-modes": "modes of the data", "fact-G": "layers of G", "fact-D": "layers of D", "fact-frames": "frames", "share-link": "The address of this page holds your choices: copy it to share this view.",
  "precision": "Points are stored with 16 bits, logits and arrows with 8: a value read here is within half a step, {0} for a place.",
});
Object.assign(WORDS.fr, {
  "skip": "Aller au contenu", "previous": "Image précédente", "next": "Image suivante", "play": "Lire", "pause": "Pause",
  "speed": "Vitesse", "per-second": "{0} images/s", "step-is": "pas {0}", "at-step": "pas {0} : {1}", "frame-of": "image {0} sur {1}", "unseen": "{0} points générés de cette image sont au-delà du domaine du film ; ils sont placés à son bord.",
  "reduced-motion": "Votre système demande moins d'animations : le film ne se lit pas ; utilisez les flèches.",
  "film-none": "Ajoutez #film=NOM à l'adresse, où NOM.js est un film à côté de cette page.", "film-name-bad": "« {0} » n'est pas un nom de film : lettres, chiffres et . _ - = , + seulement.",
  "film-missing": "Le film ne peut pas être montré : {0} manque. Refaites les films.", "film-damaged": "Le film ne peut pas être montré : {0} est endommagé. Refaites les films.",
  "film-lead": "Appuyez sur Lire : G apprend à placer ses {0} points orange là où sont les bleus, les réels. Pointez un lieu pour lire ce que D en dit.",
  "about-bounds": "Avec une échelle pour tout le film, ≤ et ≥ aux bouts des couleurs disent que les valeurs au-delà ont la même couleur.",
  "scale": "Échelle", "scale-film": "une pour le film", "scale-frame": "une par image",
  "overview": "Qui joue contre qui", "curves": "Les nombres au fil de l'entraînement", "curves-lead": "Cliquez ou glissez sur un graphique pour aller à ce pas.", "warnings": "Alertes", "no-warnings": "Aucune règle de santé ne s'est déclenchée.", "about": "Ce film", "command": "Fait par",
  "about-keys": "← → une image · Début, Fin première et dernière · espace lire · ? ces explications · Maj et flèches sur le plan déplacent le pointeur.",
  "manifold-line": "Le bruit a une dimension : G dessine une courbe, aucun point n'en sort.", "manifold-plane": "Le bruit a deux dimensions : le voici en entier.",
  "manifold-slice": "Le bruit a plus de deux dimensions : ceci est une coupe plane, d'autres points peuvent être ailleurs.", "manifold-pca": "Le bruit a plus de deux dimensions : ceci est le plan du bruit où ce que fait G change le plus.",
  "fact-dataset": "données", "fact-model": "modèle", "fact-loss": "perte", "fact-penalty": "pénalité", "fact-latent": "bruit", "fact-latent_dim": "dimension du bruit", "fact-seed": "graine", "fact-pack": "échantillons montrés ensemble à D", "fact-modes": "modes des données", "fact-G": "couches de G", "fact-D": "couches de D", "fact-frames": "images", "share-link": "L'adresse de cette page contient vos choix : copiez-la pour partager cette vue.",
  "precision": "Les points sont enregistrés sur 16 bits, logits et flèches sur 8 : une lecture est à un demi-pas près, {0} pour un lieu.",
});

/* What to try: the options of the command, as the health rules advise them in English. */
Object.assign(WORDS.fr, {
  "try": "{0} ; essayez {1}.",
  "try-vanishing-gradient": "--loss non-saturating ou wasserstein, ou un --discriminator-learning-rate plus bas",
  "try-discriminator-too-strong": "un --discriminator-learning-rate plus bas, --penalty r1 ou --instance-noise 0.1",
  "try-discriminator-too-weak": "de regarder les points : s'ils sont mauvais, augmentez --critic-steps, --width ou --discriminator-learning-rate",
  "try-loss-of-diversity": "--pack 2, --minibatch-stddev true, ou --penalty wgan-gp avec --loss wasserstein",
});
TG.spaceFrench();

"use strict";
Object.assign(WORDS.en, {
  "skip": "Skip to the content", "lead": "You will see {0} images, one after the other. Half of them are real, half were made by a generator, in random order. Say of each what you think it is. There is no feedback until the end.",
  "limit": "Show each image for", "limit-0": "as long as I want", "limit-250": "250 ms", "limit-500": "500 ms", "limit-1000": "1 s",
  "limit-note": "With a limit the image disappears; you may answer afterwards. A cross says where it will appear.",
  "start": "Start", "keys": "Keys: R or ← for real, F or → for generated (“fake”).",
  "answer-real": "Real", "answer-generated": "Generated", "image-is": "Image {0} of {1}",
  "right": "Your right answers", "error_generated": "Generated images that you called real", "error_real": "Real images that you called generated",
  "share": "share", "interval": "95 % interval", "counted": "{0}/{1}", "what": "What was counted",
  "d-prime": "Sensitivity d′: {0}. It is 0 for a person who guesses, whatever they prefer to answer, and above 3 for one who hardly errs.",
  "verdict-guessing": "Your answers are consistent with guessing.", "verdict-apart": "You tell them apart.", "verdict-reversed": "You tell them apart, but take one kind for the other.",
  "score-is": "{0} of {1} right.", "download": "Download your answers (JSON)", "pool": "Collect the files of several players and type:",
  "fooled-generated": "Generated images that fooled you", "fooled-real": "Real images that you took for generated ones", "nothing": "None.",
});
Object.assign(WORDS.fr, {
  "skip": "Aller au contenu", "lead": "Vous verrez {0} images, l’une après l’autre. La moitié sont réelles, l’autre vient d’un générateur, dans un ordre tiré au sort. Dites pour chacune ce que vous en pensez. La correction ne vient qu’à la fin.",
  "limit": "Montrer chaque image", "limit-0": "autant que je veux", "limit-250": "250 ms", "limit-500": "500 ms", "limit-1000": "1 s",
  "limit-note": "Avec une limite, l’image disparaît ; on peut répondre après. Une croix dit où elle apparaîtra.",
  "start": "Commencer", "keys": "Touches : R ou ← pour réelle, F ou → pour générée (« fake »).",
  "answer-real": "Réelle", "answer-generated": "Générée", "image-is": "Image {0} sur {1}",
  "right": "Vos réponses justes", "error_generated": "Images générées que vous dites réelles", "error_real": "Images réelles que vous dites générées",
  "share": "part", "interval": "intervalle à 95 %", "counted": "{0}/{1}", "what": "Ce qui est compté",
  "d-prime": "Sensibilité d′ : {0}. Elle vaut 0 pour qui devine, quelle que soit sa préférence, et plus de 3 pour qui ne se trompe presque pas.",
  "verdict-guessing": "Vos réponses sont compatibles avec le hasard.", "verdict-apart": "Vous les distinguez.", "verdict-reversed": "Vous les distinguez, mais en prenant une sorte pour l’autre.",
  "score-is": "{0} justes sur {1}.", "download": "Télécharger vos réponses (JSON)", "pool": "Rassemblez les fichiers de plusieurs personnes, puis tapez :",
  "fooled-generated": "Images générées qui vous ont trompé", "fooled-real": "Images réelles que vous avez prises pour générées", "nothing": "Aucune.",
});
TG.spaceFrench();

"use strict";
/* The health rules of ter_gan/callbacks/health.py, whose table the page holds. */

/* Python's format specifications .Ne, .Nf and .N% as the health rules use them. */
TG.pythonFormat = (value, spec) => {
  const found = /^\.(\d+)([ef%])$/.exec(spec || "");
  if (!found) return String(value);
  const digits = Number(found[1]);
  if (found[2] === "f") return value.toFixed(digits);
  if (found[2] === "%") return `${(100 * value).toFixed(digits)}%`;
  return value.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
};
TG.fill = (template, values) =>
  template.replace(/\{(\w+)(?::([^}]+))?\}/g, (_, name, spec) => TG.pythonFormat(values[name], spec));

/* The rules of ter_gan/callbacks/health.py that fire, in their order. */
TG.findings = (rules, numbers, loss) => rules.filter(({ number, below, limit, unless_optimal_critic: unless }) => {
  const value = numbers[number];
  if (value === undefined || (unless && loss.optimalCritic)) return false;
  return below ? value < limit : value > limit;
});

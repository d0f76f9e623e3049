"use strict";
/* What tables show beside their layers: rows on the colours of their evidence, and
   how often each value is there. */

/* A number with its sign, and as many decimals as the scale needs. */
const signed = (value, [scale]) => value === null ? "–" : `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(scale)))))}`;

/* Rows side by side, their values below each other; each on the colour of what it adds. */
function cells(view, panel, entry) {
  const scale = panelScale(view, panel.id, entry), place = { real: 0, fake: 0 };
  const rows = entry.rows.map((row) => ({ ...row, place: place[row.role]++ }));
  const marks = (row) => `${row.place === view.probe ? "chosen" : ""} ${row.role === "fake" && row.place === 0 ? "first" : ""}`;
  const cell = (row, k) => {
    const value = row.values[k], text = row.words[k];
    return TG.h("td", { class: marks(row), style: value === null ? false : cellStyle(value, scale), title: `${entry.names[k]}: ${text}\n${signed(value, scale)} ${panel.unit}` },
      TG.h("span", {}, text), TG.h("small", {}, signed(value, scale)));
  };
  const head = rows.map((row) => TG.h("th", { scope: "col", class: marks(row) }, TG.h("span", { class: `role ${row.role}` }, `${TG.roleLabel(row.role)} ${row.place}`), TG.h("small", {}, row.note)));
  return [TG.h("p", { class: "legends" }, TG.legend(...scale, panel.unit)),
    TG.h("div", { class: "scroll all", tabindex: 0, role: "region", "aria-label": panel.title, "data-key": `cells-${panel.id}` },
      TG.h("table", { class: "cells" }, TG.h("thead", {}, TG.h("tr", {}, TG.h("td", {}), head)),
        TG.h("tbody", {}, entry.names.map((name, k) => TG.h("tr", {}, TG.h("th", { scope: "row", title: name }, TG.h("span", {}, name)), rows.map((row) => cell(row, k)))))))];
}

/* For each column bars of the real shares, and the generated ones as a line over them. */
FORMS.shares = (view, panel, entry) => [
  TG.h("p", { class: "legends" }, ["real", "fake"].map((role) => TG.h("span", { class: `share-key ${role}` }, TG.roleLabel(role)))),
  TG.h("div", { class: "shares" }, entry.charts.map((chart) => TG.h("figure", {},
    TG.h("figcaption", { title: chart.title }, TG.h("span", {}, chart.title)), chart.names.length ? namedShares(chart) : binnedShares(chart),
    chart.note ? TG.h("p", { class: "quiet" }, chart.note) : null)))];

const WIDE = 240, TALL = 80;
function binnedShares(chart) {
  const top = 2 * Math.max(...chart.real) || 1, step = WIDE / chart.real.length, Y = (share) => TALL * (1 - Math.min(1, share / top));
  const bars = chart.real.map((share, i) => `M${i * step},${TALL}V${Y(share)}h${step}V${TALL}z`).join("");
  const line = `M0,${TALL}${chart.fake.map((share, i) => `L${i * step},${Y(share)}h${step}`).join("")}V${TALL}`;
  return [TG.svg("svg", { viewBox: `-1 -2 ${WIDE + 2} ${TALL + 4}`, role: "img", "aria-label": TG.t("chart-of", chart.title) },
    TG.svg("path", { d: bars, class: "bars" }), TG.svg("path", { d: line, class: "outline" })),
  TG.h("p", { class: "ends quiet" }, chart.ends.map((end) => TG.h("span", {}, end)))];
}

function namedShares(chart) {
  const top = Math.min(1, 2 * Math.max(...chart.real)) || 1, width = (share) => `width:${100 * Math.min(1, share / top)}%`;
  return TG.h("div", { class: "named", role: "img", "aria-label": TG.t("chart-of", chart.title) }, chart.names.map((name, i) => TG.h("div", { title: `${name}: ${TG.percent(chart.real[i])} ${TG.roleLabel("real")}, ${TG.percent(chart.fake[i])} ${TG.roleLabel("fake")}` },
    TG.h("span", { class: "bar", style: width(chart.real[i]) }), TG.h("span", { class: "line", style: width(chart.fake[i]) }), TG.h("span", { class: "share-name" }, name))));
}

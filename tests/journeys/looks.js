// What axe does not see. Every function answers with a list of faults, in words.
window.eyes = {
  seen: (e) => { const r = e.getBoundingClientRect(); const s = getComputedStyle(e);
    return r.width > 1 && r.height > 1 && s.visibility !== "hidden" && s.display !== "none"; },
  name: (e) => e.outerHTML.replace(/\s+/g, " ").slice(0, 110),
  wide: () => { const w = document.documentElement.scrollWidth;
    if (w <= window.innerWidth) return [];
    const far = [...document.querySelectorAll("body *")].filter((e) => eyes.seen(e) && e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".tbl-wrap, .plotbox"));
    return [`${w} px wide on ${window.innerWidth}: ` + far.slice(0, 3).map(eyes.name).join(" | ")]; },
  cut: () => [...document.querySelectorAll("main h1, main label, main .btn, main legend, main p")].filter((e) => eyes.seen(e) && getComputedStyle(e).overflow === "hidden" && !e.matches(".vh") && e.scrollHeight > e.clientHeight + 2).map((e) => "cut off: " + eyes.name(e)).slice(0, 3),
  small: () => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")].filter((e) => {
    const r = e.getBoundingClientRect();
    return eyes.seen(e) && (r.height < 23.5 || r.width < 23.5) && !e.matches(".vh, .skip") && !e.closest(".vh, .skip, thead, svg")
      && !(e.matches("a, button.linkbtn") && e.closest("p, li, dd, td, th, .who, .crumb, .muted, .note")); })
    .map((e) => "smaller than 24 px: " + eyes.name(e)).slice(0, 3),
  words: () => { const faults = [];
    if (document.querySelectorAll("h1").length !== 1) faults.push(document.querySelectorAll("h1").length + " h1");
    document.querySelectorAll("svg").forEach((e) => { if (e.getAttribute("aria-hidden") !== "true" && !e.getAttribute("aria-label") && !e.getAttribute("aria-labelledby")) faults.push("svg without a name: " + eyes.name(e)); });
    document.querySelectorAll(".mark").forEach((e) => { if (!e.textContent.trim()) faults.push("a mark without words"); });
    document.querySelectorAll("[aria-describedby], [aria-labelledby]").forEach((e) => {
      for (const at of ["aria-describedby", "aria-labelledby"]) for (const id of (e.getAttribute(at) || "").split(" ").filter(Boolean))
        if (!document.getElementById(id)) faults.push(`${at} points nowhere: ${id}`); });
    if (document.documentElement.lang === "en") {
      const own = (e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("");
      [...document.querySelectorAll("main p, main h1, main h2, main label, main legend, main button, main a")]
        .filter((e) => /[\u4e00-\u9fff]/.test(own(e)) && !e.closest("[lang^=zh], bdi, .tl, .quote, td, th, dd"))
        .slice(0, 2).forEach((e) => faults.push("Chinese on an English page outside lang=zh: " + eyes.name(e))); }
    if (document.documentElement.lang.startsWith("zh")) faults.push(...eyes.english());
    return faults.slice(0, 4); },
  // Words of ours that nobody translated; what people wrote, laws and names stay as they are.
  english: () => { const faults = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) { const e = texts.currentNode.parentElement, t = texts.currentNode.data.trim();
      if (/[a-z]{3,} [a-z]{2,}( [a-z]{2,})?/.test(t) && !/[\u4e00-\u9fff]/.test(t) && eyes.seen(e)
        && !e.closest("script, style, code, textarea, .quote, .msg, .tl, .rule, .letter-sheet, bdi, [lang=en], [translate=no]")) faults.push("English on a Chinese page: " + t.slice(0, 60)); }
    return faults.slice(0, 4); },
  focus: () => { const e = document.activeElement; if (!e || e === document.body) return null;
    const s = getComputedStyle(e), r = e.getBoundingClientRect(), bar = document.querySelector(".exitbar");
    const b = bar && !bar.contains(e) && getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect() : null;
    const marked = (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"
      || (e.nextElementSibling && getComputedStyle(e.nextElementSibling, "::before").boxShadow !== "none")
      || (e.nextElementSibling && getComputedStyle(e.nextElementSibling).outlineStyle !== "none");
    const hidden = (b && r.bottom <= b.bottom && r.bottom > b.top) || r.bottom < 0 || r.top > window.innerHeight;
    return { at: eyes.name(e), marked, hidden: !!hidden, place: [...document.querySelectorAll("*")].indexOf(e) }; },
};

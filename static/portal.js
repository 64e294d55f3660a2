// Comfort only: every page works without this file.
(function () {
  "use strict";
  var exits = document.querySelectorAll("[data-exit]"), shifts = 0, timer;
  // Leaving: the page is covered at once and its place in the history taken by the neutral site.
  function leave() { if (exits[0]) { document.documentElement.hidden = true; window.location.replace(exits[0].href); } }
  exits.forEach(function (exit) { exit.addEventListener("click", function (event) { event.preventDefault(); leave(); }); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") { shifts = 0; return; }
    if (event.repeat) return;
    shifts += 1; clearTimeout(timer); timer = setTimeout(function () { shifts = 0; }, 1500);
    if (shifts >= 3) leave();
  });
  var summary = document.getElementById("errsum");
  if (summary) summary.focus();
  // Counting along: code points after NFC, a line break as one, as the server counts.
  document.querySelectorAll("textarea[data-longest]").forEach(function (area) {
    var note = document.getElementById(area.id + "-count"), most = Number(area.dataset.longest), before = note && note.textContent, said;
    if (!note) return;
    function count() {
      var left = most - Array.from(area.value.normalize("NFC").replace(/\r\n?/g, "\n")).length;
      var text = left < 0 ? note.dataset.over.replace("#", -left) : left < most / 4 ? note.dataset.left.replace("#", left) : before;
      if (text !== note.textContent) note.textContent = text;
      clearTimeout(said); said = setTimeout(function () { note.setAttribute("role", "status"); }, 800);
    }
    area.addEventListener("input", count);
    if (note.textContent.indexOf(note.dataset.over.split("#")[1]) < 0) count();
  });
  document.querySelectorAll("[data-print]").forEach(function (link) {
    link.addEventListener("click", function (event) { event.preventDefault(); window.print(); });
  });
  // A second press within a few seconds sends nothing twice; coming back makes the form fresh again.
  document.querySelectorAll("form").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1"; setTimeout(function () { delete form.dataset.sent; }, 4000);
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form").forEach(function (form) { delete form.dataset.sent; });
  });
})();

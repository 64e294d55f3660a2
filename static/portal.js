// Comfort only: every page works without this file.
(function () {
  "use strict";
  var exit = document.querySelector("[data-exit]"), shifts = 0, timer;
  function leave() { if (exit) { document.body.hidden = true; window.location.replace(exit.href); } }
  if (exit) exit.addEventListener("click", function (event) { event.preventDefault(); leave(); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") { shifts = 0; return; }
    if (event.repeat) return;
    shifts += 1; clearTimeout(timer); timer = setTimeout(function () { shifts = 0; }, 1500);
    if (shifts >= 3) leave();
  });
  var summary = document.getElementById("errsum");
  if (summary) summary.focus();
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

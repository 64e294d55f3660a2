// Single keys for people who work here all day; they can be turned off, and every page works without.
(function () {
  "use strict";
  var help = document.querySelector("[data-keys]"), off = document.getElementById("keys-off"), before = "", timer;
  if (!help) return;
  help.hidden = false;
  off.checked = localStorage.getItem("keys") === "off";
  off.addEventListener("change", function () { localStorage.setItem("keys", off.checked ? "off" : "on"); });
  var lines = Array.from(document.querySelectorAll("#tickets .c-what a")), at = -1;
  function row() { return at < 0 ? null : lines[at].closest("tr"); }
  function move(step) {
    if (!lines.length) return;
    if (row()) row().classList.remove("cur");
    at = Math.min(lines.length - 1, Math.max(0, at + step));
    row().classList.add("cur"); lines[at].focus();
  }
  document.querySelectorAll("#tickets tbody").forEach(function (body) {
    body.addEventListener("focusin", function (event) {
      var found = lines.findIndex(function (link) { return link.closest("tr").contains(event.target); });
      if (found < 0 || found === at) return;
      if (row()) row().classList.remove("cur");
      at = found; row().classList.add("cur");
    });
  });
  document.addEventListener("keydown", function (event) {
    var target = event.target, typing = target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing || off.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    var key = event.key, link = document.querySelector('[data-key="' + CSS.escape(before + key) + '"]');
    clearTimeout(timer); before = key === "g" && !before ? "g" : "";
    timer = setTimeout(function () { before = ""; }, 1500);
    if (key === "j") move(1); else if (key === "k") move(-1);
    else if (key === "x" && row()) { var box = row().querySelector("[type=checkbox]"); if (box) box.click(); }
    else if (key === "?") { help.open = !help.open; help.querySelector("summary").focus(); }
    else if (link) { if (link.matches("input")) link.focus(); else link.click(); }
    else return;
    event.preventDefault();
  });
})();

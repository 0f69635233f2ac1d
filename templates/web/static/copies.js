// The table for copies: a row's number leads to its place in the text, and a file that is too large is told of at once.
// All of it works without this script, too.

const table = document.getElementById("table");
const file = document.getElementById("file");
const count = document.getElementById("count");
const radio = (value) => document.querySelector(`input[name="rows"][value="${value}"]`);

/** Gives where a row begins and ends. A line break inside quotation marks does not end a row, nor is "sep=;" one. */
function placeOf(text, row) {
  const told = /^"?sep=[,;\t]"?[ \t,;]*\n/i.exec(text);
  let start = told ? told[0].length : 0;
  let quoted = false;
  let number = 1;
  for (let at = start; at <= text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    if (at < text.length && (text[at] !== "\n" || quoted)) continue;
    if (number === row) return [start, at];
    number += 1;
    start = at + 1;
  }
  return [text.length, text.length];
}

for (const link of document.querySelectorAll("a[data-row]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const [start, end] = placeOf(table.value, Number(link.dataset.row));
    table.focus();
    table.setSelectionRange(start, end);
    table.scrollIntoView({ block: "center" });
    const line = Number.parseFloat(getComputedStyle(table).lineHeight);
    table.scrollTop = (table.value.slice(0, start).split("\n").length - 3) * line;
    table.scrollLeft = 0;
  });
}

const most = Number(file?.dataset.most);

file?.addEventListener("change", () => {
  const large = (file.files[0]?.size ?? 0) > most;
  file.setCustomValidity(large ? "This file is too large for a roster. Save the table alone, as CSV." : "");
  if (large) file.reportValidity();
  else if (file.files.length) radio("table").checked = true;
});

// What is typed says what is meant.
count?.addEventListener("input", () => {
  if (count.value) radio("count").checked = true;
});
table?.addEventListener("input", () => {
  if (table.value) radio("table").checked = true;
  const large = new Blob([table.value]).size > most;
  table.setCustomValidity(large ? "This table is too large for a roster. Make the copies in parts." : "");
});

// A second click while the answer is on its way would make everything twice.
let sent = -Infinity;
table?.form.addEventListener("submit", (event) => {
  if (event.timeStamp - sent < 2000) event.preventDefault();
  else sent = event.timeStamp;
});

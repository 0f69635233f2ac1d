// The editor: numbers the lines, asks for a preview when typing pauses, and leads from a problem to its line.
// Without this script, the button “Look” gives the same page with problems and pages.

const PAUSE = 200;
const REST = 900;

const form = document.getElementById("writing");
const area = document.getElementById("text");
const beside = document.getElementById("beside");
const where = document.getElementById("where");
const news = document.getElementById("news");

function say(text) {
  if (text && news.textContent !== text) news.textContent = text;
}

// --- The lines, with their numbers, behind the text ---
// While somebody types, texts are changed in place: where nodes are taken out, Chromium undoes letter by letter.

const mirror = document.createElement("div");
mirror.className = "mirror";
mirror.setAttribute("aria-hidden", "true");
let rows = [];

function drawLines() {
  const lines = area.value.split("\n");
  let first = 0;
  while (first < lines.length && first < rows.length && lines[first] === rows[first]) first += 1;
  let end = 0;
  const most = Math.min(lines.length, rows.length) - first;
  while (end < most && lines[lines.length - 1 - end] === rows[rows.length - 1 - end]) end += 1;
  const fresh = lines.slice(first, lines.length - end);
  for (let gone = rows.length - first - end; gone > fresh.length; gone -= 1) mirror.children[first].remove();
  const old = rows.length - first - end;
  for (const [number, line] of fresh.entries()) {
    const text = line || "\u200b";
    if (number < old) {
      mirror.children[first + number].firstChild.data = text;
      continue;
    }
    const row = document.createElement("div");
    row.append(text);
    mirror.insertBefore(row, mirror.children[first + number] ?? null);
  }
  rows = lines;
}

function fitLines() {
  mirror.style.width = `${area.clientWidth}px`;
  mirror.style.height = `${area.clientHeight}px`;
  mirror.scrollTop = area.scrollTop;
}

function lineNow() {
  return area.value.slice(0, area.selectionStart).split("\n").length;
}

function tellWhere() {
  const before = area.value.slice(0, area.selectionStart).split("\n");
  where.firstChild.data = `Line ${before.length} of ${rows.length}, column ${before.at(-1).length + 1}.`;
}

function goTo(line, column) {
  const lines = area.value.split("\n");
  const row = Math.min(Math.max(line, 1), lines.length) - 1;
  const start = lines.slice(0, row).reduce((sum, text) => sum + text.length + 1, 0);
  const at = start + Math.min(Math.max(column - 1, 0), lines[row].length);
  area.focus({ preventScroll: true });
  area.setSelectionRange(at, at);
  area.scrollTop = (mirror.children[row]?.offsetTop ?? 0) - area.clientHeight / 3;
  fitLines();
  const box = area.getBoundingClientRect();
  if (box.top < 0 || box.top > innerHeight * 0.8) area.scrollIntoView({ block: "start" });
  tellWhere();
}

function markLines() {
  for (const row of mirror.querySelectorAll(".flaw")) row.classList.remove("flaw");
  for (const link of document.querySelectorAll("#must .jump")) {
    mirror.children[Number(link.dataset.line) - 1]?.classList.add("flaw");
  }
  if (document.querySelector("#must .problems")) area.setAttribute("aria-invalid", "true");
  else area.removeAttribute("aria-invalid");
}

// --- What stands beside the text ---

async function ask(all) {
  const told = new FormData();
  for (const [name, value] of [
    ["token", form.elements.token.value],
    ["kind", form.dataset.kind],
    ["name", form.dataset.name],
    ["view", form.elements.view.value],
    ["line", String(lineNow())],
    ["all", all ? "1" : ""],
    ["text", area.value],
  ]) {
    told.append(name, value);
  }
  const answer = await fetch("/write/preview", { method: "POST", body: new URLSearchParams(told), cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const seen = document.adoptNode(page.getElementById("seen"));
  await Promise.all([...seen.querySelectorAll("img")].map((image) => image.decode().catch(() => {})));
  return seen;
}

function put(seen, id) {
  const [old, fresh] = [document.getElementById(id), seen.querySelector(`#${id}`)];
  const focused = [...old.querySelectorAll("a, summary")].indexOf(document.activeElement);
  const open = [...old.querySelectorAll("details")].map((one) => one.open);
  old.replaceWith(fresh);
  fresh.querySelectorAll("details").forEach((one, i) => (one.open = open[i] ?? one.open));
  if (focused >= 0) ([...fresh.querySelectorAll("a, summary")][focused] ?? area).focus();
}

function follow() {
  const line = lineNow();
  const begun = [...document.querySelectorAll("#sheets li")].filter((page) => Number(page.dataset.line) <= line);
  const last = Math.max(...begun.map((page) => Number(page.dataset.line)));
  const page = begun.find((one) => Number(one.dataset.line) === last);
  if (page) show(page);
}

function show(page) {
  if (beside.scrollHeight <= beside.clientHeight + 1) return; // on a narrow screen it stands below, and does not scroll
  const [outer, inner] = [beside.getBoundingClientRect(), page.getBoundingClientRect()];
  if (inner.top < outer.top || inner.top > outer.bottom - 80) beside.scrollTop += inner.top - outer.top - 12;
}

function putPage(seen) {
  const fresh = [...seen.querySelectorAll("#sheets li")];
  const list = document.getElementById("sheets");
  const old = [...list.children].filter((page) => page.dataset.part === fresh[0].dataset.part);
  if (!old.length) {
    list.replaceChildren(...fresh); // nothing is known of the other pages yet
    return;
  }
  for (const [number, page] of fresh.entries()) {
    page.querySelector("img").alt = old[number]?.querySelector("img").alt ?? "A further page";
    page.dataset.line = old[0].dataset.line;
  }
  old[0].before(...fresh);
  for (const page of old) page.remove();
  show(fresh[0]);
}

function keepOldPages(seen) {
  const list = document.getElementById("sheets");
  const note = document.getElementById("sheets-note");
  note.textContent = seen.querySelector("#sheets-note").textContent;
  note.className = seen.querySelector("#sheets-note").className;
  list.classList.toggle("old", list.children.length > 0);
  if (list.children.length && seen.dataset.state === "done") {
    note.textContent = "These pages are from before. They are new again when nothing must be mended.";
  }
}

function take(seen, all) {
  const state = seen.dataset.state;
  if (state === "stopped" || state === "waiting" || state === "working") {
    clearTimeout(rest);
    rest = setTimeout(lookAtAll, REST); // something else came first: once more
    if (state !== "stopped") keepOldPages(seen);
    return false;
  }
  const looked = state === "done";
  if (looked) {
    put(seen, "must");
    if (all) put(seen, "worth");
    markLines();
  }
  if (!seen.querySelector("#sheets li")) {
    keepOldPages(seen);
  } else if (all) {
    const at = beside.scrollTop;
    put(seen, "sheets-note");
    put(seen, "sheets");
    beside.scrollTop = at;
    follow();
  } else {
    document.getElementById("sheets").classList.remove("old");
    putPage(seen);
  }
  if (all || !looked) say(seen.dataset.news);
  return looked;
}

function tellTrouble(error) {
  const words =
    error.message === "403"
      ? "This visit has ended. Open Workbook again; your text is kept in this browser."
      : error.message === "413"
        ? "The text is too large. A file has a million letters at most."
        : "Workbook does not answer. Your text is kept in this browser.";
  const note = document.getElementById("sheets-note");
  note.textContent = words;
  note.className = "notice wrong";
  say(words);
}

// --- When to ask: one part at each pause, everything at a rest; one at a time of each ---

let pause = 0;
let rest = 0;
let asking = false;
let again = false;
let asked = 0;

async function lookAtPage() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  again = false;
  let looked = false;
  try {
    looked = take(await ask(false), false);
  } catch (error) {
    tellTrouble(error);
  }
  asking = false;
  if (again) lookAtPage();
  else if (looked) rest = setTimeout(lookAtAll, REST);
}

async function lookAtAll() {
  clearTimeout(rest);
  asked += 1;
  const [mine, text, view] = [asked, area.value, form.elements.view.value];
  try {
    const seen = await ask(true);
    if (mine === asked && text === area.value && view === form.elements.view.value) take(seen, true);
  } catch (error) {
    tellTrouble(error);
  }
}

function soon() {
  clearTimeout(pause);
  clearTimeout(rest);
  pause = setTimeout(lookAtPage, PAUSE);
}

// --- Keys and buttons ---

area.addEventListener("input", () => {
  drawLines();
  fitLines();
  soon();
});
area.addEventListener("scroll", fitLines, { passive: true });
document.addEventListener("selectionchange", () => {
  if (document.activeElement === area) tellWhere();
});
area.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.isComposing) return;
  const line = area.value.slice(0, area.selectionStart).split("\n").at(-1);
  const spaces = line.match(/^ */)[0];
  if (spaces && document.execCommand("insertText", false, `\n${spaces}`)) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (!event.repeat) form.requestSubmit(document.getElementById("save"));
  }
});
area.addEventListener("click", follow);
area.addEventListener("keyup", (event) => {
  if (/^(Arrow|Page|Home|End)/.test(event.key)) follow();
});
form.elements.view.addEventListener("change", lookAtAll);
form.addEventListener("submit", (event) => {
  document.getElementById("line").value = String(lineNow());
  if (event.submitter?.id !== "look") return;
  event.preventDefault();
  lookAtAll();
});
beside.addEventListener("click", (event) => {
  const link = event.target.closest(".jump");
  if (!link) return;
  event.preventDefault();
  goTo(Number(link.dataset.line), Number(link.dataset.column));
});

document.getElementById("paper").prepend(mirror);
document.getElementById("paper").classList.add("numbered");
document.getElementById("text-help").textContent +=
  " Ctrl+S saves. The pages follow when you stop typing.";
drawLines();
new ResizeObserver(fitLines).observe(area);
markLines();
const saved = document.getElementById("saved");
if (saved) {
  say(saved.querySelector("strong").textContent);
  goTo(Number(document.getElementById("line").value), 1);
}
tellWhere();
if (document.getElementById("seen").dataset.state === "none") {
  lookAtAll();
  ask(false).catch(() => {}); // so that the other process is warm, too, when the typing begins
}

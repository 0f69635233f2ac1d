// Keeps what was typed and not saved, in this browser, until it is saved or thrown away. A form with `data-keep` (its
// name) is kept; with `data-saved` it has just been saved; with `data-unsaved` it came back from the server unsaved.
// Taking text up again sends it to the server with do=show, which gives the page that belongs to it.

const PREFIX = "workbook:";
const WAIT = 300;
const SKIP = new Set(["token", "do"]);

const form = document.querySelector("form[data-keep]");
let leaving = false;

function told() {
  return [...new FormData(form)].filter(([name, value]) => !SKIP.has(name) && typeof value === "string");
}

function store(key, pairs) {
  if (leaving) return;
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), pairs }));
  } catch {
    // The browser keeps nothing, or is full: then only saving helps.
  }
}

function stored(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key));
    return Array.isArray(found?.pairs) ? found : null;
  } catch {
    return null;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing is kept, so there is nothing to forget.
  }
}

function sendAgain(pairs) {
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.getAttribute("action");
  const token = form.querySelector('input[name="token"]').value;
  for (const [name, value] of [...pairs, ["token", token], ["do", "show"]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    again.append(field);
  }
  document.body.append(again);
  again.submit();
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "second";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function offer(key, found) {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  const words = document.createElement("p");
  const when = new Date(found.at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  words.textContent = `This browser has kept a version of ${when} that was not saved.`;
  const buttons = document.createElement("p");
  buttons.className = "buttons";
  buttons.append(
    button("Take it up again", () => sendAgain(found.pairs)),
    button("Throw it away", () => {
      forget(key);
      notice.remove();
      form.querySelector("input:not([type=hidden]), textarea, select, button:not([aria-hidden])")?.focus();
    }),
  );
  notice.append(words, buttons);
  form.before(notice);
}

// Only the page that comes of saving forgets: loaded again, or come back to, it may stand before newer text.
function justSaved(key) {
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") forget(key);
  const here = new URL(location.href);
  here.searchParams.delete("saved");
  history.replaceState(null, "", here);
}

function keep() {
  const key = PREFIX + form.dataset.keep;
  const first = JSON.stringify(told());
  let timer = 0;
  let offered = false;
  const now = () => {
    clearTimeout(timer);
    timer = 0;
    const pairs = told();
    if ("unsaved" in form.dataset || JSON.stringify(pairs) !== first) store(key, pairs);
    else if (!offered) forget(key);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(now, WAIT);
  };
  if ("saved" in form.dataset) justSaved(key);
  const found = form.elements.token ? stored(key) : null;
  if ("unsaved" in form.dataset) now();
  else if (found && JSON.stringify(found.pairs) !== first) {
    offered = true;
    offer(key, found);
  }
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  addEventListener("pagehide", () => timer && now());
}

if (form) keep();

// Closing the visit throws away all that is kept, after asking.
document.querySelector('form[action="/leave"]')?.addEventListener("submit", (event) => {
  let kept = [];
  try {
    kept = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return;
  }
  const names = kept.map((key) => key.slice(PREFIX.length).replaceAll(":", " ")).join("\n");
  const asks = `There is text in this browser that was not saved. ${event.submitter?.textContent ?? ""} throws it away:`;
  if (kept.length && !confirm(`${asks}\n${names}`)) {
    event.preventDefault();
    return;
  }
  leaving = true;
  kept.forEach(forget);
});

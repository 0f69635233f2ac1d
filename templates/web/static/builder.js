// The program builder: the same buttons without loading the page anew, dragging, and taking steps back. The form is
// sent as it is without this script; what comes back takes its place.

const AFTER_TYPING = 500;
const COUNT_AGAIN = 2500;
const COUNT_LATEST = 15000;
const EDGE = 70;
const MOST_STEPS = 100;

const form = document.getElementById("builder");
const news = document.getElementById("news");
const past = [];
let queue = Promise.resolve();
let typing = 0;
let shown = "";

const say = (text) => {
  if (text) news.textContent = text;
};
const told = () => new URLSearchParams(new FormData(form));
// What the program is to be, without what is only looked for.
const wish = () => new URLSearchParams([...told()].filter(([name]) => name !== "q" && name !== "add_to" && !name.startsWith("to:"))).toString();
const texts = () => [...form.querySelectorAll("input[id], textarea[id], select[id]")];

const notice = document.createElement("p");
notice.className = "notice wrong trouble";
notice.setAttribute("role", "alert");
function trouble(text) {
  notice.textContent = text;
  if (text) form.parentElement.append(notice);
  else notice.remove();
}

async function ask(body) {
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("builder");
  if (!fresh) throw new Error(page.querySelector("main")?.textContent.trim() || "Workbook does not answer.");
  return document.adoptNode(fresh);
}

const stops = () => [...form.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")];

function focusAgain(id, place, at = -1) {
  const near = place && form.querySelectorAll(place.kind)[Math.min(place.number, form.querySelectorAll(place.kind).length - 1)];
  const there = document.getElementById(id) || near || (!id && stops()[at]) || document.getElementById("sessions");
  if (there.id === "sessions") there.tabIndex = -1;
  there.focus({ preventScroll: true });
  there.scrollIntoView({ block: "nearest" });
}

function placeOf(button) {
  const kind = button?.id?.split(":")[0];
  if (!kind || !button.id.includes(":")) return null;
  const selector = `button[id^="${kind}:"]`;
  return { kind: selector, number: [...form.querySelectorAll(selector)].indexOf(button) };
}

function swap(fresh, sent) {
  const active = document.activeElement;
  const inside = form.contains(active) ? { id: active.id, place: placeOf(active), at: stops().indexOf(active), from: active.selectionStart, to: active.selectionEnd } : null;
  const open = [...form.querySelectorAll("details[open][id]")].map((one) => one.id);
  const isNew = (one) => (sent.get(one.name) ?? "").replaceAll("\r\n", "\n") !== one.value;
  const since = new Map(texts().filter(isNew).map((one) => [one.id, one.value])); // typed while the answer was on its way
  form.replaceChildren(...fresh.childNodes);
  form.dataset.news = fresh.dataset.news;
  form.dataset.counted = fresh.dataset.counted;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const [id, value] of since) {
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  if (inside) {
    focusAgain(inside.id, inside.place, inside.at);
    const field = document.activeElement;
    if (field.id === inside.id && inside.from !== null && "setSelectionRange" in field) field.setSelectionRange(inside.from, inside.to);
  }
  showUndo();
  form.dispatchEvent(new Event("input")); // for what the browser keeps
  if (since.size) soon();
}

function showUndo() {
  const undo = document.getElementById("undo");
  if (undo) undo.hidden = !past.length;
}

function act(what, { state = null, words = "", focus = "" } = {}) {
  clearTimeout(typing);
  queue = queue.then(async () => {
    const before = told();
    const body = state ? new URLSearchParams(state) : told();
    body.set("token", before.get("token"));
    body.set("do", what);
    form.setAttribute("aria-busy", "true");
    try {
      const fresh = await ask(body);
      trouble("");
      swap(fresh, before);
      const now = wish();
      if (!state && now !== shown) past.push(shown);
      if (past.length > MOST_STEPS) past.shift();
      shown = now;
      showUndo();
      if (focus) focusAgain(focus, null);
      if (what === "new-session") form.querySelector(".meeting:last-child input:not([type=hidden])")?.focus();
      say(words || form.dataset.news);
      count(COUNT_AGAIN);
    } catch (error) {
      trouble(error instanceof TypeError ? "Workbook does not answer. Is it still running? What you typed is still here." : error.message);
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
  return queue;
}

// --- buttons and fields

let isLeaving = false;
addEventListener("pageshow", () => {
  isLeaving = false;
});

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  clearTimeout(typing);
  if (!button) return;
  if ("leave" in button.dataset) {
    if (isLeaving) event.preventDefault(); // a second click would save a second time
    isLeaving = true;
    return;
  }
  event.preventDefault();
  act(document.activeElement?.id === "q" ? "find" : button.value);
});

form.addEventListener("click", (event) => {
  if (event.target.id !== "undo" || !past.length) return;
  act("show", { state: past.pop(), words: "The last step was taken back.", focus: past.length ? "undo" : "sessions" });
});

const soon = () => {
  clearTimeout(typing);
  typing = setTimeout(() => act("show"), AFTER_TYPING);
};
let waits = false;
form.addEventListener("change", (event) => {
  if ("quiet" in event.target.dataset) return;
  waits = true;
  soon();
});
// Nothing is put in the place of a button between pressing and letting go.
addEventListener("pointerdown", () => clearTimeout(typing), true);
addEventListener("pointerup", () => {
  if (waits) soon();
  waits = false;
});

// --- pages, as they become known

let counting = 0;
function count(pause) {
  clearTimeout(counting);
  if (Number(form.dataset.counted) >= form.querySelectorAll(".piece").length || pause > COUNT_LATEST) return;
  counting = setTimeout(async () => {
    if (document.hidden || form.hasAttribute("aria-busy")) return count(pause);
    const body = told();
    body.set("do", "show");
    const fresh = await ask(body).catch(() => null);
    if (fresh && told().toString() === new URLSearchParams([...body].filter(([name]) => name !== "do")).toString()) {
      for (const selector of [".counted", ".piece .facts"]) {
        const [mine, theirs] = [form.querySelectorAll(selector), fresh.querySelectorAll(selector)];
        mine.forEach((one, i) => theirs[i] && one.textContent !== theirs[i].textContent && (one.textContent = theirs[i].textContent));
      }
      const more = fresh.dataset.counted !== form.dataset.counted;
      form.dataset.counted = fresh.dataset.counted;
      return count(more ? COUNT_AGAIN : pause * 1.4);
    }
    count(pause * 1.4);
  }, pause);
}

// --- dragging

form.classList.add("can-drag");
const mark = document.createElement("li");
mark.className = "drop-mark";
mark.setAttribute("aria-hidden", "true");
let drag = null;

const below = (items, y) => items.filter((one) => one.getBoundingClientRect().top + one.offsetHeight / 2 < y).length;

function aim() {
  const list = drag.isModule
    ? document.elementFromPoint(drag.x, drag.y)?.closest(".meeting")?.querySelector(".pieces")
    : form.querySelector(".meetings");
  if (!list) return;
  const items = [...list.children].filter((one) => one.matches(drag.isModule ? ".piece" : ".meeting") && one !== drag.item);
  drag.list = list;
  drag.at = below(items, drag.y);
  list.insertBefore(mark, items[drag.at] || null);
}

function scroll() {
  if (!drag) return;
  const by = drag.y < EDGE ? -12 : drag.y > innerHeight - EDGE ? 12 : 0;
  if (by && drag.moved) {
    scrollBy({ top: by, behavior: "instant" });
    aim();
  }
  requestAnimationFrame(scroll);
}

function end() {
  mark.remove();
  drag?.item.classList.remove("is-dragged");
  document.body.classList.remove("dragging");
  drag = null;
}

form.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || event.button !== 0 || form.hasAttribute("aria-busy")) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  const item = grip.closest(".piece, .meeting");
  drag = { item, isModule: item.matches(".piece"), x: event.clientX, y: event.clientY, moved: false };
  requestAnimationFrame(scroll);
});
form.addEventListener("pointermove", (event) => {
  if (!drag) return;
  [drag.x, drag.y] = [event.clientX, event.clientY];
  if (!drag.moved) {
    drag.moved = true;
    drag.item.classList.add("is-dragged");
    document.body.classList.add("dragging");
  }
  aim();
});
form.addEventListener("pointerup", () => {
  const was = drag;
  end();
  if (!was?.moved || !was.list) return;
  const { item, list, at } = was;
  act(item.dataset.module ? `place:${item.dataset.module}:${list.dataset.into}:${at}` : `place-session:${item.dataset.session}:${at}`);
});
form.addEventListener("pointercancel", end);
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag) end();
});

shown = wish();
for (const hint of document.querySelectorAll("[data-drag-hint]")) hint.hidden = false;
showUndo();
count(COUNT_AGAIN);

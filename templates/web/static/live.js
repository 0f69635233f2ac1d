// Keeps a page up to date while something on it is being made: the same page is asked for again, and what is ready
// takes its place. Without this script, loading the page again does the same.

const SOON = 1000;
const OFTEN = 600;
const LATE = 3000;
const BETWEEN_NEWS = 5000;

const news = document.getElementById("news");
let pause = SOON;
let lastNews = 0;

function say(text, atOnce) {
  if (!text || !news || news.textContent === text) return;
  if (!atOnce && Date.now() - lastNews < BETWEEN_NEWS) return;
  lastNews = Date.now();
  news.textContent = text;
}

function update(old, fresh) {
  if (old.tagName === "IMG") {
    if (fresh.hasAttribute("data-waiting")) return false;
    old.replaceWith(fresh);
    return true;
  }
  if (fresh.hasAttribute("data-waiting")) {
    // What may have the focus, such as a button, stays; words and bars change.
    const changed = old.textContent !== fresh.textContent;
    const [mine, theirs] = [old, fresh].map((one) => one.querySelectorAll(".state, .soft, .how-far"));
    mine.forEach((words, i) => theirs[i] && (words.textContent = theirs[i].textContent));
    const [bar, other] = [old.querySelector("progress"), fresh.querySelector("progress")];
    if (bar && other && other.hasAttribute("value")) bar.value = other.value;
    say(fresh.dataset.news && changed ? fresh.dataset.news : "", false);
    return changed;
  }
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (hadFocus) fresh.querySelector("a, button")?.focus();
  say(fresh.dataset.news, true);
  return true;
}

const notice = document.createElement("p");
notice.className = "notice wrong";
notice.setAttribute("role", "alert");

// Says, where everybody sees it, that what is waited for does not come; nothing, when all is well again.
function tell(text, before) {
  if (notice.textContent === text && notice.isConnected) return;
  notice.textContent = text;
  if (text) before.before(notice);
  else notice.remove();
}

async function look() {
  const waiting = document.querySelectorAll("[data-waiting][id]");
  if (!waiting.length) return;
  let changed = false;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (answer.status >= 500) throw new Error("not now");
      if (answer.redirected || !answer.ok) {
        tell("This page is out of date: the visit has ended, or the file is not kept any more. Load the page again.", waiting[0]);
        return;
      }
      tell("", waiting[0]);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const old of waiting) {
        const fresh = page.getElementById(old.id);
        if (fresh) changed = update(old, document.adoptNode(fresh)) || changed;
      }
    } catch {
      tell("Workbook does not answer. Is it still running?", waiting[0]);
    }
  }
  const often = document.querySelector("[data-waiting][data-often]");
  pause = often ? OFTEN : changed ? SOON : Math.min(pause * 1.5, LATE);
  setTimeout(look, pause);
}

setTimeout(look, SOON);

// The browser says which session is chosen: choosing one means that part, and not the whole workbook.
const session = document.getElementById("session");
session?.addEventListener("change", () => {
  const whole = document.querySelector('input[name="part"][value="workbook"]');
  const one = document.querySelector('input[name="part"][value="session"]');
  if (whole?.checked && one) one.checked = true;
});

// The clinic's pages, made quicker: letters are counted, a day is set at once, colors are checked while they change.
// Whether a color can be read is for the server to say; without this script, its buttons do the same.

const WAIT = 250;
const news = document.getElementById("news");

function say(text) {
  if (text && news && news.textContent !== text) news.textContent = text;
}

for (const count of document.querySelectorAll("[data-count-of]")) {
  const field = document.getElementById(count.dataset.countOf);
  const most = Number(field.dataset.most);
  const tell = () => {
    const length = [...field.value.trim()].length;
    count.textContent = `${length} of ${most}`;
    count.classList.toggle("over", length > most);
  };
  field.addEventListener("input", tell);
  field.addEventListener("change", () => {
    const length = [...field.value.trim()].length;
    if (length > most) say(`${length} characters; ${most} is the most.`);
  });
  tell();
}

for (const button of document.querySelectorAll("button[data-day]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const field = document.getElementById(button.dataset.for);
    field.value = button.dataset.day;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const age = button.closest("details")?.querySelector(".age");
    if (age) {
      age.textContent = "Checked today.";
      age.className = "age good";
    }
    say("Checked today. Save to keep it.");
  });
}

const picture = document.querySelector("input[data-most-bytes]");
picture?.addEventListener("change", () => {
  const most = Number(picture.dataset.mostBytes);
  const large = picture.files[0] && picture.files[0].size > most;
  const words = large ? `This picture is too large. ${most / 1024 / 1024} MB is the most. Save it smaller, and choose it again.` : "";
  picture.setCustomValidity(words);
  if (large) picture.reportValidity();
  say(words);
});

const form = document.getElementById("theme-form");

function copyMarks(fresh) {
  for (const field of form.querySelectorAll("input[id], select[id]")) {
    const other = fresh.getElementById(field.id);
    if (!other) continue;
    for (const name of ["aria-invalid", "aria-describedby"]) {
      if (other.hasAttribute(name)) field.setAttribute(name, other.getAttribute(name));
      else field.removeAttribute(name);
    }
    const [mine, theirs] = [field, other].map((one) => one.closest(".field"));
    for (const old of mine.querySelectorAll(".mistake, .remark")) old.remove();
    const words = theirs.querySelectorAll(".mistake, .remark");
    (mine.querySelector(".marks") ?? mine).append(...[...words].map((one) => document.adoptNode(one)));
  }
}

function watchTheme() {
  let timer = 0;
  let asking = null;
  const check = async () => {
    asking?.abort();
    asking = new AbortController();
    const told = new URLSearchParams(new FormData(form));
    told.set("do", "check");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: told, signal: asking.signal });
      if (answer.status === 403 || answer.redirected) throw new Error("ended");
      if (!answer.ok) throw new Error("not now");
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [old, now] = [document.getElementById("checked"), fresh.getElementById("checked")];
      if (!old || !now) return;
      const place = old.querySelector(".wide")?.scrollLeft;
      old.replaceChildren(...[...document.adoptNode(now).childNodes]);
      if (place) old.querySelector(".wide").scrollLeft = place;
      copyMarks(fresh);
      say((old.querySelector("[data-news]") ?? old.querySelector(".notice"))?.textContent.trim());
    } catch (error) {
      if (error.name === "AbortError") return;
      const result = document.querySelector("#checked .notice");
      const words = error.message === "ended" ? "This visit has ended. Load this page again." : "Workbook does not answer. Is it still running?";
      if (result) [result.textContent, result.className] = [words, "notice wrong"];
      say(words);
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, WAIT);
  });
}

function addPickers() {
  for (const field of form.querySelectorAll("input[data-color]")) {
    const picker = document.createElement("input");
    picker.type = "color";
    picker.setAttribute("aria-label", `Pick: ${field.dataset.color}`);
    const follow = () => {
      if (/^#?[0-9a-f]{6}$/i.test(field.value.trim())) picker.value = `#${field.value.trim().replace("#", "")}`;
    };
    picker.addEventListener("input", () => {
      field.value = picker.value;
    });
    field.addEventListener("input", follow);
    follow();
    field.after(picker);
  }
}

if (form) {
  addPickers();
  watchTheme();
}

document.getElementById("summary")?.focus();

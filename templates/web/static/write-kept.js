// Lists the texts that this browser has kept unsaved (see keep.js), and takes one up again: as a form with do=show.

const PREFIX = "workbook:write:";
const box = document.getElementById("kept");
const token = document.querySelector('form[action="/leave"] input[name="token"]').value;

function found() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => ({ key, place: key.slice(PREFIX.length).split(":"), told: JSON.parse(localStorage.getItem(key)) }))
      .filter(({ place, told }) => place.length === 2 && Array.isArray(told?.pairs));
  } catch {
    return []; // the browser keeps nothing
  }
}

function row({ place: [kind, name], told }) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `/write/${encodeURIComponent(kind)}/${encodeURIComponent(name)}`;
  for (const [key, value] of [...told.pairs, ["token", token], ["do", "show"]]) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = key;
    field.value = value;
    form.append(field);
  }
  const button = document.createElement("button");
  button.className = "second";
  button.textContent = `Take up ${name}`;
  form.append(button);
  const item = document.createElement("li");
  item.append(form);
  return item;
}

const texts = found();
if (box && texts.length) {
  const words = document.createElement("p");
  words.textContent = "This browser has kept text that was not saved:";
  const list = document.createElement("ul");
  list.append(...texts.map(row));
  box.append(words, list);
  box.className = "notice kept";
  box.hidden = false;
}

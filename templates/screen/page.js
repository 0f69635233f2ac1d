"use strict";
// The page works without this script. It shows the button for printing, asks before answers are lost, and lets boxes
// grow with what is typed in browsers that cannot do so themselves. It sends nothing and keeps nothing.
const button = document.getElementById("print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const changed = field =>
  field.type === "radio" || field.type === "checkbox"
    ? field.checked !== field.defaultChecked
    : field.value !== field.defaultValue;

window.addEventListener("beforeunload", event => {
  if ([...document.querySelectorAll("input, textarea")].some(changed)) {
    event.preventDefault();
    event.returnValue = true;
  }
});

if (!CSS.supports("field-sizing", "content")) {
  document.addEventListener("input", ({ target }) => {
    if (target.matches("textarea")) {
      target.style.height = "auto";
      target.style.height = `${target.scrollHeight + 2}px`;
    }
  });
}

// Markup from Python (escaped there); clicks on its links, typing in its search box and copies are all it does.
const TYPING_PAUSE = 140;

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".linked");
  const open = (link) => setTriggerValue("opened", new URL(link.href).search);
  if (root.shownMarkup !== data.html) {
    root.innerHTML = root.shownMarkup = data.html;
    root.querySelector("[data-at]")?.scrollIntoView({ block: "nearest" });
  }
  for (const link of root.querySelectorAll("a[data-name]")) {
    if (link.dataset.name !== data.current) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "true");
      intoView(link);
    }
  }
  clearTimeout(root.again);
  if (data.again) root.again = setTimeout(() => setTriggerValue("again", Date.now()), data.again * 1000);
  root.onclick = (event) => {
    const link = event.target.closest("a[data-open]");
    const button = event.target.closest("[data-copy]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    } else if (button) copy(data.copies[button.dataset.copy], button);
  };
  const find = parentElement.querySelector(".find");
  find.hidden = !data.search;
  if (!data.search) return undefined;
  const input = find.querySelector("input");
  input.placeholder = data.search.placeholder;
  input.setAttribute("aria-label", data.search.placeholder);
  if (parentElement.activeElement !== input) input.value = data.search.words;
  const type = (words) => setTriggerValue("typed", words);
  input.oninput = () => {
    clearTimeout(input.pause);
    input.pause = setTimeout(() => type(input.value), TYPING_PAUSE);
  };
  const openFirst = () => {
    const first = root.querySelector("a.hit");
    if (first) open(first);
  };
  input.onkeydown = (event) => {
    if (event.key === "Escape") type((input.value = ""));
    if (event.key !== "Enter") return;
    if (input.value === data.search.words) return openFirst();
    clearTimeout(input.pause);
    type((input.opensFirst = input.value)); // the hits shown are those of other words
  };
  if (input.opensFirst === data.search.words) {
    input.opensFirst = null;
    openFirst();
  }
  const focus = (event) => {
    const target = event.composedPath()[0];
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  };
  document.removeEventListener("keydown", find.focusOnSlash);
  document.addEventListener("keydown", (find.focusOnSlash = focus));
  return () => document.removeEventListener("keydown", find.focusOnSlash);
}

// Only the list itself scrolls, never the page.
function intoView(link) {
  const list = link.closest(".rail");
  if (!list) return;
  const top = link.offsetTop - list.offsetTop;
  if (top < list.scrollTop || top > list.scrollTop + list.clientHeight - 30) list.scrollTop = top - list.clientHeight / 2;
}

async function copy(text, button) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed here";
  }
  setTimeout(() => (button.textContent = label), 1400);
}

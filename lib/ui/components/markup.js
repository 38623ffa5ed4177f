// Markup from Python (escaped there); clicks on its links and copies are all it does.

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".linked");
  const open = (link) => setTriggerValue("opened", new URL(link.href).search);
  if (root.shownMarkup !== data.html) {
    root.innerHTML = root.shownMarkup = data.html;
    const at = root.querySelector("[data-at]");
    const place = root.querySelector("[data-place]"); // what the reader comes for in a long one
    if (place) place.scrollIntoView({ block: "center" });
    else at?.scrollIntoView({ block: at.clientHeight > window.innerHeight / 2 ? "start" : "nearest" }); // its head is read first
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

// Streamlit calls the default export at mount, on new data and on a theme switch. Text goes in as text, never as HTML.
const drawn = new WeakMap(); // parentElement -> the data drawn in it, as text

function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

function line(row, pick) {
  const button = element("button", row.is_struck ? "struck" : "");
  button.type = "button";
  if (row.is_chosen) button.setAttribute("aria-current", "true");
  const main = element("span", "main");
  main.append(element("span", "title", row.title));
  if (row.note) main.append(element("span", "note", row.note));
  const side = element("span", "side");
  for (const chip of row.chips) side.append(element("span", `chip ${chip.tone}`, chip.text));
  if (row.meta) {
    const meta = element("span", "meta", row.meta);
    if (row.hint) meta.title = row.hint;
    side.append(meta);
  }
  button.append(main, side);
  button.onclick = () => pick(row.id);
  return button;
}

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const buttons = [...event.currentTarget.querySelectorAll("li:not([hidden]) button")];
  const next = buttons[buttons.indexOf(event.target) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

function draw(box, data, pick) {
  const list = element("ul");
  list.setAttribute("aria-label", data.label);
  const groups = [];
  for (const row of data.rows) {
    if (row.group !== groups.at(-1)?.name) groups.push({ name: row.group, heading: element("h5", "", row.group), lines: [] });
    const item = element("li");
    item.dataset.words = `${row.title} ${row.note}`.toLowerCase();
    item.append(line(row, pick));
    groups.at(-1).lines.push(item);
  }
  for (const { name, heading, lines } of groups) {
    if (name) list.append(element("li"));
    if (name) list.lastChild.append(heading);
    list.append(...lines);
  }
  list.onkeydown = move;
  const parts = [list];
  if (!data.rows.length) parts.unshift(element("p", "", data.empty));
  if (data.filter) {
    const input = element("input");
    input.type = "search";
    input.placeholder = data.filter;
    input.setAttribute("aria-label", data.filter);
    input.value = box.querySelector("input")?.value ?? "";
    const narrow = () => {
      for (const { heading, lines } of groups) {
        for (const item of lines) item.hidden = !item.dataset.words.includes(input.value.toLowerCase());
        heading.hidden = lines.every((item) => item.hidden);
      }
    };
    input.oninput = narrow;
    narrow();
    parts.unshift(input);
  }
  box.classList.toggle("compact", data.compact);
  box.replaceChildren(...parts);
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const text = JSON.stringify(data);
  if (drawn.get(parentElement) === text) return;
  drawn.set(parentElement, text);
  draw(parentElement.querySelector(".rows"), data, (id) => setTriggerValue("picked", id));
}

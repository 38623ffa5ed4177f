// Streamlit calls the default export at mount, on new data and on a theme switch. Text goes in as text, never as HTML.
// `focusOnSlash` and `streamlitBox` come from focus.js, which Python puts before this file.
const TYPING_PAUSE = 40; // milliseconds: with the search itself a tenth of a second from a key to what is found
const LONGEST_PIECE = 26, TAIL = 11; // letters of a name that stay together, and those of a longer one always seen
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/; // Hebrew, Arabic and their kin
const lists = new WeakMap(); // parentElement -> its list: the data drawn, and what Enter waits for

function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

// A name that breaks after underscores and before capitals; of a longer piece the middle gives way, never its end.
function name(title) {
  const made = element("span", "name");
  for (const piece of title.split(/(?<=_)(?!_)|(?<=[a-z0-9])(?=[A-Z])|(?<=\.)/)) {
    if (made.hasChildNodes()) made.append(element("wbr"));
    if (FROM_THE_RIGHT.test(piece)) made.append(Object.assign(element("bdi", "", piece), { dir: "ltr" }));
    else if (piece.length <= LONGEST_PIECE || piece.includes(" ")) made.append(piece);
    else {
      made.append(element("span", "cut"));
      made.lastChild.title = piece;
      made.lastChild.append(element("span", "", piece.slice(0, -TAIL)), element("span", "", piece.slice(-TAIL)));
    }
  }
  return made;
}

// A line with an address is a link, which opens in a new tab too; one that cannot be picked is only text.
function line(row, pick) {
  const made = element(row.href ? "a" : row.is_pickable ? "button" : "span", "line");
  made.classList.toggle("struck", row.is_struck);
  made.classList.toggle("heading", row.is_heading);
  made.classList.toggle("dotted", Boolean(row.dot));
  made.dataset.id = row.id;
  if (row.href) made.href = row.href;
  else if (row.is_pickable) made.type = "button";
  if (row.hint) made.title = row.hint;
  const main = element("span", "main");
  main.append(name(row.title));
  if (row.dot) main.prepend(element("i", "dot"));
  if (row.dot) main.firstChild.style.background = row.dot;
  if (row.note) main.append(element("span", "note", row.note));
  const side = element("span", "side");
  for (const chip of row.chips) side.append(element("span", `chip ${chip.tone}`, chip.text));
  if (row.meta) side.append(element("span", "meta", row.meta));
  made.append(main, side);
  if (row.is_pickable) made.onclick = (event) => {
    if (row.href && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    pick(row.id);
  };
  return made;
}

function item(row, pick) {
  const made = element("li");
  made.dataset.words = `${row.title} ${row.note}`.toLowerCase();
  made.append(line(row, pick));
  return made;
}

function fold({ title, rows }, pick) {
  const [made, summary, list] = [element("details"), element("summary", "", title), element("ul")];
  list.append(...rows.map((row) => item(row, pick)));
  made.append(summary, list);
  return made;
}

// The lines below their headings; returns the groups, by which a filter hides lines and empty headings.
function drawLines(list, rows, pick) {
  const groups = [];
  for (const row of rows) {
    if (row.group !== groups.at(-1)?.name) groups.push({ name: row.group, heading: element("h5", "", row.group), items: [] });
    groups.at(-1).items.push(item(row, pick));
  }
  list.replaceChildren();
  for (const { name, heading, items } of groups) {
    if (name) list.append(element("li"));
    if (name) list.lastChild.append(heading);
    list.append(...items);
  }
  list.scrollTop = 0;
  return groups;
}

// Draws what came last, but not under a finger or a pressed mouse: a line that is gone at the release gets no click.
function show(list) {
  if (list.isPressed) return;
  const { content, chosen, search } = list.next;
  const text = JSON.stringify(content);
  if (list.drawn !== text) draw(list, content);
  list.drawn = text;
  mark(list, chosen);
  if (!search && content.filter) narrow(list, list.input().value);
  if (search && list.opensFirst === search.words) {
    list.opensFirst = null;
    pickable(list)[0]?.click();
  }
}

function hold(list) {
  const over = new AbortController();
  list.isPressed = true;
  const release = () => {
    over.abort();
    setTimeout(() => { // the click comes first
      list.isPressed = false;
      show(list);
    });
  };
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, release, { signal: over.signal });
}

function draw(list, data) {
  const { box, pick } = list;
  const giveBack = focused(list);
  box.className = `rows ${data.look}`;
  box.querySelector(".folds").replaceChildren(...data.folds.map((each) => fold(each, pick)));
  const lines = box.querySelector(".lines");
  lines.setAttribute("aria-label", data.label);
  list.groups = drawLines(lines, data.rows, pick);
  const empty = box.querySelector(".empty");
  empty.textContent = data.empty;
  empty.hidden = data.rows.length > 0;
  giveBack();
}

// The keyboard's place before the lines are drawn anew; the function puts it on the same line, else where that was.
function focused(list) {
  const active = list.box.getRootNode().activeElement;
  const at = pickable(list).indexOf(active);
  return () => {
    if (at < 0) return;
    const lines = pickable(list);
    (lines.find((made) => made.dataset.id === active.dataset.id) ?? lines[at] ?? lines.at(-1) ?? list.input())?.focus();
  };
}

// Marks the lines that are chosen; only the list itself scrolls to a line newly marked, never the page.
function mark(list, chosen) {
  for (const made of list.box.querySelectorAll(".line")) {
    if (!chosen.includes(made.dataset.id)) made.removeAttribute("aria-current");
    else if (!made.hasAttribute("aria-current")) {
      made.setAttribute("aria-current", "true");
      const lines = made.closest(".lines");
      const top = made.offsetTop - (lines?.offsetTop ?? 0);
      if (lines && (top < lines.scrollTop || top > lines.scrollTop + lines.clientHeight - 30)) lines.scrollTop = top - lines.clientHeight / 2;
    }
  }
}

// On a phone the sidebar lies over the page: a list in it gives way to what was picked.
function giveWay(list) {
  const sidebar = list.box.getRootNode().host?.closest("[data-testid='stSidebar']");
  const liesOver = window.matchMedia("(max-width: 768px)").matches;
  if (sidebar && liesOver) sidebar.querySelector("[data-testid='stSidebarCollapseButton'] button")?.click();
}

const pickable = (list) => [...list.box.querySelectorAll(".lines li:not([hidden]) :is(a, button)")];

function move(list, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const all = [...list.box.querySelectorAll("li:not([hidden]) :is(a, button)")].filter((made) => made.checkVisibility());
  const at = all.indexOf(event.target);
  const next = at < 0 ? undefined : (all[at + step] ?? (step < 0 ? list.input() : undefined));
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// In the search box: down goes to the lines, Enter picks the first one, Escape empties the box.
function typeKey(list, event) {
  const input = list.input();
  if (event.key === "ArrowDown" && pickable(list).length) {
    event.preventDefault();
    pickable(list)[0].focus();
  } else if (event.key === "Escape" && input.value) {
    // a box of Streamlit's hears of what was set in this way alone
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, "");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (event.key === "Enter" && input.value.trim()) {
    if (!list.search || input.value === list.search.words) return pickable(list)[0]?.click();
    list.opensFirst = input.value; // the lines on the screen are those of other words
    list.type?.(input.value);
  }
}

function narrow(list, words) {
  for (const { heading, items } of list.groups) {
    for (const each of items) each.hidden = !each.dataset.words.includes(words.toLowerCase());
    heading.hidden = items.every((each) => each.hidden);
  }
}

// The list's own box: it asks Python for other lines, or hides those without the words.
function ownBox(list, data, send) {
  const input = list.box.querySelector(".find input");
  input.placeholder = data.search?.placeholder ?? data.filter;
  input.setAttribute("aria-label", input.placeholder);
  list.box.querySelector("kbd").hidden = !data.search;
  input.onkeydown = (event) => typeKey(list, event);
  if (!data.search) {
    input.oninput = () => narrow(list, input.value);
    return;
  }
  if (list.box.getRootNode().activeElement !== input) input.value = data.search.words;
  list.type = (words) => {
    clearTimeout(list.pause);
    send("typed", words);
  };
  input.oninput = () => {
    clearTimeout(list.pause);
    if (!input.value) return list.type("");
    list.pause = setTimeout(() => list.type(input.value), TYPING_PAUSE);
  };
  list.ends.push(focusOnSlash(() => input));
}

// A box of Streamlit's that stands elsewhere on the page has the same keys.
function outerBox(list, key) {
  const listen = (event) => event.target === streamlitBox(key) && typeKey(list, event);
  document.addEventListener("keydown", listen);
  list.ends.push(() => document.removeEventListener("keydown", listen));
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const list = lists.get(parentElement) ?? { box: parentElement.querySelector(".rows"), ends: [] };
  lists.set(parentElement, list);
  for (const end of list.ends.splice(0)) end();
  const { chosen, search, ...content } = data;
  const key = search?.box;
  list.search = search;
  list.pick = (id) => {
    setTriggerValue("picked", id);
    giveWay(list);
  };
  list.input = () => (key ? streamlitBox(key) : list.box.querySelector(".find:not([hidden]) input"));
  list.next = { content, chosen, search };
  list.box.onpointerdown = () => hold(list);
  list.box.onkeydown = (event) => move(list, event);
  list.box.querySelector(".find").hidden = Boolean(key) || !(search || data.filter);
  if (key) outerBox(list, key);
  else if (search || data.filter) ownBox(list, data, setTriggerValue);
  show(list);
  return () => list.ends.splice(0).forEach((end) => end());
}

// The legend in one row that opens, and the map in the whole window.
function legend(map) {
  const list = map.box.querySelector(".legend");
  list.replaceChildren(...map.graph.legend.map(({ key, title, count, colour, line }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", String(!map.hidden.has(key)));
    const swatch = document.createElement("i");
    if (colour) swatch.style.background = colour;
    else swatch.className = `line ${line}`;
    const number = document.createElement("b");
    number.textContent = count;
    button.append(swatch, title, number);
    button.onclick = () => toggle(map, key);
    return button;
  }));
  overflow(map);
}

// How many entries the row has no room for, on the button that opens it.
function overflow(map) {
  const [list, more] = [".legend", ".more"].map((name) => map.box.querySelector(name));
  const isOpen = list.classList.contains("open");
  const top = list.firstChild?.offsetTop;
  const left = [...list.children].filter((button) => button.offsetTop > top).length;
  more.hidden = !left;
  more.textContent = isOpen ? "less" : `+ ${left}`;
  more.setAttribute("aria-expanded", String(isOpen));
}

function unfold(map) {
  map.box.querySelector(".legend").classList.toggle("open");
  overflow(map);
}

function toggle(map, key) {
  if (!map.hidden.delete(key)) map.hidden.add(key);
  map.set.update(map.graph.nodes.map((node) => ({ id: node.id, hidden: isHidden(map, node) })));
  map.miniature = map.bounds = null;
  legend(map);
  map.net.redraw();
}

// The whole window for the map, and back; what is in the middle stays there.
function fill(map) {
  const isFilling = map.box.classList.toggle("filling");
  map.box.querySelector('[data-do="room"]').setAttribute("aria-pressed", String(isFilling));
  map.net.setSize("100%", "100%");
  map.net.redraw();
  fit(map);
  remember(map);
}

// Wherever the keyboard is: "f" fills the window, and so does Escape end it before it clears anything.
function fillOnKey(map, event) {
  const isFilling = map.box.classList.contains("filling");
  if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || !(event.key === "f" || (isFilling && event.key === "Escape"))) return;
  event.preventDefault();
  event.stopPropagation();
  fill(map);
}

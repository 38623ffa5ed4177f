// What a reader may do beside clicking: the legend in one row that opens, the map in the whole window, pointer and keys.
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
  cameras.delete(map.graph.version);
  if (fitting(map.sent, map.box) !== map.graph) return map.reopen();
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

function hover(map, event) {
  if (map.isMoving || event.buttons) return tip(map, null);
  const at = { x: event.offsetX, y: event.offsetY };
  const point = map.net.DOMtoCanvas(at);
  const named = nameAt(map, point);
  const id = map.net.getNodeAt(at) ?? named;
  if (named !== map.named) light(map, (map.named = named) ?? null);
  const edge = id === undefined ? relationAt(map, point, map.net.getScale()) : null;
  map.net.canvas.frame.canvas.style.cursor = id !== undefined || edge ? "pointer" : "grab";
  if (map.hoveredEdge !== (edge?.id ?? null)) {
    map.hoveredEdge = edge?.id ?? null;
    map.net.redraw();
  }
  tip(map, edge ? noteOf(edge) : (map.nodes.get(id)?.note ?? null), at);
}

function noteOf({ kind, from, to, name, note, columns, other_columns, rows, on_delete }) {
  if (note) return note;
  if (kind === "reads") return `${from} reads ${to}`;
  const held = kind === "inferred" ? "inferred from the name: no foreign key holds it" : `${name}: on delete ${on_delete}`;
  return `${columns.join(", ")} → ${to} (${other_columns.join(", ")})\n${rows}\n${held}`;
}

function tip({ box }, text, at) {
  const element = box.querySelector(".tip");
  element.hidden = !text;
  if (!text) return;
  element.textContent = text;
  const [width, height] = [box.clientWidth, box.clientHeight];
  element.style.left = `${Math.max(0, Math.min(at.x + 14, width - element.offsetWidth - 8))}px`;
  element.style.top = `${Math.max(0, Math.min(at.y + 16, height - element.offsetHeight - 8))}px`;
}

function steer(map, event) {
  const steps = { ArrowLeft: [-90, 0], ArrowRight: [90, 0], ArrowUp: [0, -90], ArrowDown: [0, 90] };
  const factors = { "+": 1.25, "=": 1.25, "-": 0.8, "−": 0.8 };
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (steps[event.key]) {
    const { x, y } = map.net.getViewPosition();
    const scale = map.net.getScale();
    map.net.moveTo({ position: { x: x + steps[event.key][0] / scale, y: y + steps[event.key][1] / scale } });
  } else if (factors[event.key]) zoom(map, factors[event.key]);
  else if (event.key === "0") fit(map);

  else if (event.key === "Escape") pick(map, null, null);
  else return;
  event.preventDefault();
  remember(map);
}

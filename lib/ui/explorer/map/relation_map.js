// Streamlit calls the default export at mount, on new data and on a theme switch; what is drawn is in files of its own.
const maps = new WeakMap(); // the element of a map -> what is drawn in it
const filters = new Map(); // key of a map and what it hides at first -> what the legend hides

const waiting = (moment) => new Promise((done) => setTimeout(done, moment));

const NARROW = 440; // pixels of a map that has no room for more than names

async function graphNamed(version) {
  while (!globalThis.orbGraphs?.has(version)) await waiting(8); // it comes in a component of its own
  return globalThis.orbGraphs.get(version);
}

// Of the two graphs that a page sends for most maps, the one that this map has room for.
function fitting(graph, box) {
  const isNarrow = box.clientWidth > 0 && box.clientWidth < NARROW;
  document.documentElement.dataset.orbMap = isNarrow ? "narrow" : "wide";
  return isNarrow && graph.narrow ? graph.narrow : graph;
}

function build(box, graph, key, send) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, { ...node }]));
  const edges = graph.edges.map((edge) => ({ kind: "foreign key", on_delete: "no action", ...edge }));
  lanes(edges);
  const filter = `${key} ${graph.hidden}`; // a map around a view, which hides less, has a filter of its own
  const hidden = filters.get(filter) ?? new Set(graph.hidden);
  filters.set(filter, hidden);
  const map = {
    graph, nodes, edges, hidden, send, box, key, theme: themeOf(box),
    selected: null, relation: null, lit: null, marked: new Set(), rows: new Set(), hoveredEdge: null, isMoving: false,
    told: "", picks: [], // what the page last said is selected, and what was picked since and not yet answered
  };
  columnsOf(map);
  for (const edge of edges) edge.course = courseOf(map, edge);
  map.set = new vis.DataSet(graph.nodes.map((node) => ({
    id: node.id, x: node.x, y: node.y, shape: "custom", hidden: isHidden(map, node),
    size: Math.max(node.width, node.height) / 2, // vis draws what lies within so far of the view
    ctxRenderer: ({ ctx, id, x, y, state }) => {
      const card = nodes.get(id);
      return {
        drawNode: () => {
          if (card.x !== x || card.y !== y) moved(map, card, x, y);
          drawCard(ctx, map, card, map.net.getScale(), { selected: id === map.selected, hovered: state.hover });
        },
        nodeDimensions: { width: card.width, height: card.height },
      };
    },
  })));
  // vis ends a relation at the border of a box; ours end at the row of their column, so they are drawn here
  map.net = new vis.Network(box.querySelector(".canvas"), { nodes: map.set, edges: [] }, {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: { hover: true, keyboard: false, zoomSpeed: 0.5, selectable: true, multiselect: false },
  });
  // vis measures a card when it draws it the second time; until then only a square in its middle would answer
  for (const [id, { width, height }] of nodes) {
    Object.assign(map.net.body.nodes[id].shape, { customSizeWidth: width, customSizeHeight: height, refreshNeeded: true });
  }
  listen(map);
  return map;
}

function moved(map, card, x, y) {
  [card.x, card.y] = [x, y];
  for (const edge of map.edges) if (edge.from === card.id || edge.to === card.id) edge.course = courseOf(map, edge);
}

function listen(map) {
  const { net, box } = map;
  net.on("beforeDrawing", (ctx) => {
    const scale = net.getScale();
    const frame = net.canvas.frame.canvas;
    const [topLeft, bottomRight] = [net.DOMtoCanvas({ x: 0, y: 0 }), net.DOMtoCanvas({ x: frame.clientWidth, y: frame.clientHeight })];
    const view = { left: topLeft.x, top: topLeft.y, right: bottomRight.x, bottom: bottomRight.y };
    drawGround(ctx, map, scale);
    drawRelations(ctx, map, scale, view);
  });
  net.on("afterDrawing", (ctx) => {
    drawTitles(ctx, map, net.getScale());
    drawCounts(ctx, map, net.getScale());
    drawMinimap(map);
  });
  net.on("click", ({ nodes: [id], pointer, event }) => {
    box.querySelector(".canvas").focus({ preventScroll: true });
    if (event?.pointerType === "touch") tip(map, null); // a finger does not go away from what it has opened
    const [card, edge] = [id ?? nameAt(map, pointer.canvas), relationAt(map, pointer.canvas, net.getScale())];
    pick(map, card ?? null, card === undefined ? edge : null);
  });
  net.on("doubleClick", ({ nodes: [id] }) => id !== undefined && map.send("picked", { table: id, centre: true }));
  net.on("hoverNode", ({ node }) => light(map, node));
  net.on("blurNode", () => light(map, null));
  net.on("dragStart", () => (map.isMoving = true));
  const rest = () => {
    map.isMoving = false;
    net.redraw();
    remember(map);
  };
  for (const event of ["dragEnd", "animationFinished"]) net.on(event, rest);
  net.on("zoom", () => remember(map));
  const frame = net.canvas.frame.canvas;
  frame.addEventListener("mousemove", (event) => hover(map, event));
  frame.addEventListener("mouseleave", () => tip(map, null));
  frame.setAttribute("tabindex", "-1");
}

function pick(map, id, edge) {
  if (edge?.group) id = edge.group; // it stands for many relations
  if (edge && !edge.group) {
    mark(map, edge.from, edge.id);
    map.send("picked", { relation: edge.id });
  } else if (id !== map.selected || map.relation) {
    mark(map, id, null);
    map.send("picked", { table: id });
  } else return;
  map.picks.push(`${map.selected} ${map.relation}`);
}

// What the page says is selected: the answer to an own pick moves nothing, one that a later pick has overtaken is old.
function select(map, selected, relation) {
  const told = `${selected} ${relation}`;
  const answered = map.picks.indexOf(told);
  const isNews = answered < 0 && told !== map.told;
  map.told = told;
  map.picks.splice(0, isNews ? map.picks.length : answered + 1);
  if (map.picks.length) return;
  mark(map, selected, relation);
  if (isNews && selected !== null && map.nodes.has(selected)) {
    map.net.focus(selected, { scale: Math.max(map.net.getScale(), 0.7), animation: { duration: 300 } });
  }
}

function mark(map, selected, relation) {
  Object.assign(map, { selected, relation });
  const touching = map.edges.filter((edge) => (relation ? edge.id === relation : edge.from === selected || edge.to === selected));
  map.marked = new Set(touching.map((edge) => edge.id));
  map.rows = new Set(
    touching.filter((edge) => edge.id === relation)
      .flatMap((edge) => [...edge.columns.map((name) => `${edge.from}\n${name}`), ...edge.other_columns.map((name) => `${edge.to}\n${name}`)]),
  );
  map.net.redraw();
}

function light(map, id) {
  map.lit = null;
  if (id !== null) {
    const touching = map.edges.filter((edge) => (edge.kind === "weak" || isShown(map, edge)) && (edge.from === id || edge.to === id));
    map.lit = new Set([id, ...touching.flatMap((edge) => [edge.id, edge.from, edge.to])]);
  }
  map.net.redraw();
}

function open(box, sent, key, send, reopen) {
  const graph = fitting(sent, box);
  const map = Object.assign(build(box, graph, key, send), { sent, reopen });
  legend(map);
  tip(map, null);
  const camera = cameras.get(graph.version);
  const look = () => (camera ? map.net.moveTo(camera) : fit(map, { isFirst: true }));
  look();
  // in a column without width there is nothing to fit into until it gets some
  let isSeen = box.clientWidth > 0;
  let [width, height] = [box.clientWidth, box.clientHeight];
  map.observer = new ResizeObserver(() => {
    overflow(map);
    if (box.clientWidth > 0 && fitting(sent, box) !== graph) return reopen();
    if (box.clientWidth === 0 || (isSeen && cameras.has(graph.version))) return; // where the reader looks is his own choice
    if (isSeen && Math.abs(box.clientWidth - width) < 8 && Math.abs(box.clientHeight - height) < 8) return;
    [isSeen, width, height] = [true, box.clientWidth, box.clientHeight];
    map.net.setSize("100%", "100%");
    map.net.redraw();
    look();
  });
  map.observer.observe(box);
  const actions = { in: () => zoom(map, 1.25), out: () => zoom(map, 0.8), fit: () => fit(map, { animation: true }), room: () => fill(map), legend: () => unfold(map), png: () => picture(map) };
  for (const button of box.querySelectorAll("[data-do]")) button.onclick = actions[button.dataset.do];
  box.querySelector(".canvas").onkeydown = (event) => steer(map, event);
  const everywhere = (event) => fillOnKey(map, event);
  document.addEventListener("keydown", everywhere, true);
  map.leave = () => document.removeEventListener("keydown", everywhere, true);
  globalThis.orbMaps = (globalThis.orbMaps ?? 0) + 1; // how many were built: a rerun must not add to it
  return map;
}

function close(map) {
  map.observer.disconnect();
  map.leave();
  map.net.destroy();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".map");
  const show = async () => {
    await import(new URL(data.vis, document.baseURI));
    const graph = await graphNamed(data.version);
    let map = maps.get(parentElement);
    if (map?.wanted !== data.version) return; // newer data came meanwhile
    if (map.net === undefined || map.version !== data.version) {
      const reopen = () => {
        const { send, selected, relation } = maps.get(parentElement);
        close(maps.get(parentElement));
        begin(send, selected, relation);
      };
      const begin = (send, selected, relation) => {
        const opened = Object.assign(open(box, graph, data.key, send, reopen), { wanted: data.version, version: data.version });
        maps.set(parentElement, opened);
        box.dataset.version = data.version;
        opened.told = `${selected} ${relation}`;
        mark(opened, selected, relation);
        box.orbMap = opened;
      };
      if (map.net) close(map);
      begin(setTriggerValue, data.selected, data.relation);
    } else {
      map.send = setTriggerValue;
      map.theme = themeOf(box);
      select(map, data.selected, data.relation);
    }
  };
  maps.set(parentElement, Object.assign(maps.get(parentElement) ?? {}, { wanted: data.version }));
  show();
  return () => {
    const map = maps.get(parentElement);
    if (map?.net) close(map);
    maps.delete(parentElement);
  };
}

// Where the reader looks: all of it, nearer or further, the minimap, and the whole as a picture to keep.
const cameras = new Map(); // version of a graph -> where the reader was looking, kept over visits to other pages
const MARGIN = 64; // around a downloaded picture, for relations that run out at the sides

function remember({ net, graph }) {
  cameras.set(graph.version, { scale: net.getScale(), position: net.getViewPosition() });
}

function fit(map, { animation = false, isFirst = false } = {}) {
  const canvas = map.box.querySelector(".canvas");
  const bounds = extent(map);
  if (!bounds || !canvas.clientWidth || !canvas.clientHeight) return;
  const { left, top, right, bottom } = bounds;
  const room = map.graph.islands.length ? 0 : 24; // relations between cards of the last column run out at its side
  const [above, below] = [".tools", ".legend"].map((name) => map.box.querySelector(name).offsetHeight + 16); // cover nothing
  const height = canvas.clientHeight - above - below;
  const whole = Math.min(1, (canvas.clientWidth - 32) / (right - left + 2 * room), height / (bottom - top));
  const scale = isFirst ? Math.max(whole, Math.min(map.graph.least, 1)) : whole; // what cannot be read is not the first view
  const middle = scale > whole ? { x: 0, y: 0 } : { x: (left + right) / 2, y: (top + bottom) / 2 };
  const position = { x: middle.x, y: middle.y + (below - above) / 2 / scale };
  map.net.moveTo({ position, scale, animation: animation && { duration: 250 } });
}

function zoom(map, factor) {
  map.net.moveTo({ scale: Math.max(0.02, Math.min(3, map.net.getScale() * factor)) });
  remember(map);
}

// Where in the whole the reader looks; there is none where everything is in view.
function drawMinimap(map) {
  const canvas = map.box.querySelector(".minimap");
  const { graph, net, theme } = map;
  const frame = net.canvas.frame.canvas;
  const [width, height] = [frame.clientWidth / net.getScale(), frame.clientHeight / net.getScale()];
  const bounds = (map.bounds ??= extent(map));
  canvas.hidden = !bounds || graph.nodes.length < 25 || map.box.clientWidth < 480 || isWithin(bounds, net.getViewPosition(), width, height);
  if (canvas.hidden) return;
  const scale = Math.min(canvas.width / (bounds.right - bounds.left), canvas.height / (bounds.bottom - bounds.top)) * 0.92;
  const left = (bounds.left + bounds.right - canvas.width / scale) / 2;
  const top = (bounds.top + bounds.bottom - canvas.height / scale) / 2;
  const ctx = canvas.getContext("2d");
  if (map.miniature?.theme !== theme) {
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    for (const node of graph.nodes) {
      if (isHidden(map, node)) continue;
      ctx.fillStyle = node.colour;
      const [x, y] = [(node.x - node.width / 2 - left) * scale, (node.y - node.height / 2 - top) * scale];
      ctx.fillRect(x, y, Math.max(node.width * scale - 0.5, 1), Math.max(node.height * scale - 0.5, 1));
    }
    map.miniature = { theme, image: ctx.getImageData(0, 0, canvas.width, canvas.height) };
  }
  ctx.putImageData(map.miniature.image, 0, 0);
  const { x, y } = net.getViewPosition();
  ctx.strokeStyle = theme.text;
  ctx.lineWidth = 1.5;
  ctx.strokeRect((x - width / 2 - left) * scale, (y - height / 2 - top) * scale, width * scale, height * scale);
}

function isWithin({ left, top, right, bottom }, { x, y }, width, height) {
  return x - width / 2 <= left && right <= x + width / 2 && y - height / 2 <= top && bottom <= y + height / 2;
}

// What cards and islands take up; null where all are hidden.
function extent(map) {
  const nodes = [...map.nodes.values()].filter((node) => !isHidden(map, node));
  const all = nodes.map(({ x, y, width, height }) => ({ x: x - width / 2, y: y - height / 2, width, height }));
  all.push(...map.graph.islands.filter(({ concern }) => !map.hidden.has(concern)));
  for (const edge of map.edges.filter((edge) => edge.course?.isBent && isShown(map, edge))) {
    all.push(...[0.2, 0.35, 0.5, 0.65, 0.8].map((t) => pointOn(edge.course.parts[0], t)).map(([x, y]) => ({ x, y, width: 0, height: 0 })));
  }
  return all.length ? {
    left: Math.min(...all.map(({ x }) => x)), right: Math.max(...all.map(({ x, width }) => x + width)),
    top: Math.min(...all.map(({ y }) => y)), bottom: Math.max(...all.map(({ y, height }) => y + height)),
  } : null;
}

// The whole map as a picture, not only what is in view.
function picture(map) {
  const bounds = extent(map);
  if (!bounds) return;
  const [left, top] = [bounds.left - MARGIN, bounds.top - MARGIN];
  const [width, height] = [bounds.right + MARGIN - left, bounds.bottom + MARGIN - top];
  const scale = Math.min(1.5, 9000 / Math.max(width, height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * scale, height * scale];
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = map.theme.back;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.scale(scale, scale);
  ctx.translate(-left, -top);
  drawGround(ctx, map, scale);
  drawRelations(ctx, map, scale, null);
  for (const node of map.nodes.values()) {
    if (!isHidden(map, node)) drawCard(ctx, map, node, Math.max(scale, ROWS_FROM), { selected: node.id === map.selected });
  }
  drawTitles(ctx, map, scale);
  drawCounts(ctx, map, scale);
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = map.graph.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}

// How relations are drawn: their lines, their ends, and the counts between concerns.
const LINES_WHILE_MOVING = 700, MOST_COUNTS = 60, ENDS_FROM = 0.42;
const DASHES = { must: [], may: [7, 5], inferred: [2, 5], reads: [3, 4], weak: [] };

// Crow's foot or bar where the relation starts; where it ends bar or crow's foot, with a second bar (must) or a ring (may).
function traceEnds(ctx, edge, { x1, y1, x2, y2, side1, side2 }) {
  if (edge.one) {
    ctx.moveTo(x1 + side1 * 9, y1 - 6);
    ctx.lineTo(x1 + side1 * 9, y1 + 6);
  } else {
    for (const prong of [-6, 6]) {
      ctx.moveTo(x1 + side1 * 13, y1);
      ctx.lineTo(x1, y1 + prong);
    }
  }
  if (edge.many) {
    for (const prong of [-6, 6]) {
      ctx.moveTo(x2 + side2 * 10, y2);
      ctx.lineTo(x2, y2 + prong);
    }
  } else {
    ctx.moveTo(x2 + side2 * 7, y2 - 6);
    ctx.lineTo(x2 + side2 * 7, y2 + 6);
  }
  if (edge.optional) {
    ctx.moveTo(x2 + side2 * 14 + 4, y2);
    ctx.arc(x2 + side2 * 14, y2, 4, 0, 2 * Math.PI);
  } else {
    ctx.moveTo(x2 + side2 * 12, y2 - 6);
    ctx.lineTo(x2 + side2 * 12, y2 + 6);
  }
}

function drawRelations(ctx, map, scale, view) {
  const { theme } = map;
  map.counts = [];
  const shown = map.edges.filter((edge) => isShown(map, edge) && isInView(edge.course, view));
  if (map.isMoving && shown.length > LINES_WHILE_MOVING) return;
  const kinds = new Map();
  for (const edge of shown) {
    const isLit = edge.id === map.relation || edge.id === map.hoveredEdge || (map.lit ? map.lit.has(edge.id) : map.marked.has(edge.id));
    const style = edge.kind === "foreign key" ? (edge.optional ? "may" : "must") : edge.kind;
    const key = `${style} ${isLit}`;
    if (!kinds.has(key)) kinds.set(key, { style, isLit, edges: [] });
    kinds.get(key).edges.push(edge);
  }
  const thin = Math.max(1.25, 0.8 / scale);
  for (const { style, isLit, edges } of [...kinds.values()].sort((a, b) => a.isLit - b.isLit)) {
    ctx.strokeStyle = isLit ? theme.accent : style === "inferred" ? theme.guess : theme.line;
    ctx.globalAlpha = isLit ? 1 : map.lit ? 0.1 : scale < NAMES_FROM ? 0.4 : 0.85;
    ctx.lineWidth = isLit || style === "inferred" ? thin * 1.7 : thin; // dots that are thin cannot be seen
    ctx.setLineDash(scale < NAMES_FROM ? [] : DASHES[style]);
    ctx.beginPath();
    for (const edge of edges) if (!edge.course.isBent) trace(ctx, edge.course);
    ctx.stroke();
    ctx.setLineDash([]);
    if (scale >= ENDS_FROM && style !== "reads") {
      ctx.beginPath();
      for (const edge of edges) if (!edge.course.isBent) traceEnds(ctx, edge, edge.course);
      ctx.stroke();
    }
    const isCrowded = shown.length > MOST_COUNTS;
    for (const edge of edges) if (edge.course.isBent) drawDependency(ctx, map, edge, { isLit, isCrowded });
  }
  ctx.globalAlpha = 1;
}

// From concern to concern: the thicker the more relations; counts only where there is room for them.
function drawDependency(ctx, map, edge, { isLit, isCrowded }) {
  const { theme } = map;
  const { x2, y2, dx, dy } = edge.course;
  const quiet = ctx.globalAlpha;
  if (isCrowded && !isLit) ctx.globalAlpha = quiet * (0.28 + 0.6 * edge.weight);
  ctx.lineWidth = 1 + 4 * Math.sqrt(edge.weight);
  ctx.beginPath();
  trace(ctx, edge.course);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x2, y2);
  ctx.lineTo(x2 - dx * 13 - dy * 6, y2 - dy * 13 + dx * 6);
  ctx.lineTo(x2 - dx * 13 + dy * 6, y2 - dy * 13 - dx * 6);
  ctx.closePath();
  ctx.fillStyle = isLit ? theme.accent : theme.line;
  ctx.fill();
  ctx.globalAlpha = quiet;
  if (!isCrowded || isLit) map.counts.push({ edge, isLit });
}

// How many relations each line between concerns stands for, over the cards, each where neither card nor number stands.
function drawCounts(ctx, map, scale) {
  const { theme } = map;
  const taken = [...map.nodes.values()].filter((node) => node.kind === "concern");
  const size = legible(13, scale);
  ctx.font = `600 ${size}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const { edge, isLit } of map.counts) {
    const [width, height] = [ctx.measureText(edge.label).width + size * 0.9, size * 1.44];
    const isFree = ([x, y]) => !taken.some((box) => Math.abs(box.x - x) < (box.width + width) / 2 && Math.abs(box.y - y) < (box.height + height) / 2);
    const at = [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.88, 0.12].map((t) => pointOn(edge.course.parts[0], t)).find(isFree);
    if (!at) continue;
    const [x, y] = at;
    taken.push({ x, y, width, height });
    ctx.globalAlpha = isLit || !map.lit ? 1 : 0.15;
    ctx.beginPath();
    ctx.roundRect(x - width / 2, y - height / 2, width, height, height / 2);
    ctx.fillStyle = theme.card;
    ctx.fill();
    ctx.strokeStyle = isLit ? theme.accent : theme.line;
    ctx.lineWidth = 1;
    ctx.stroke();
    ctx.fillStyle = theme.text;
    ctx.fillText(edge.label, x, y + 1);
  }
  ctx.globalAlpha = 1;
}

// What the legend leaves; weak relations between concerns show while one of the two is pointed at, too.
function isShown(map, edge) {
  const isWanted = !map.hidden.has(edge.kind) || (edge.kind === "weak" && map.lit?.has(edge.id));
  return edge.course && isWanted && !isHidden(map, map.nodes.get(edge.from)) && !isHidden(map, map.nodes.get(edge.to));
}

function isHidden(map, node) {
  return map.hidden.has(node.concern) || Boolean(node.is_view && map.hidden.has("views"));
}

function isInView({ left, right, top, bottom }, view) {
  return !view || (left <= view.right && right >= view.left && top <= view.bottom && bottom >= view.top);
}

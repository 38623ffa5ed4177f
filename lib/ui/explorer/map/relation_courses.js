// Relations on the canvas: the course of each, how its line and ends are drawn, and which one is under the pointer.
const LINES_WHILE_MOVING = 700, MOST_COUNTS = 40;
const BEND = 0.3; // of what a concern is away from the middle
const DASHES = { must: [], may: [7, 5], inferred: [2, 5], reads: [3, 4] };

function lanes(edges) {
  const used = new Map(); // relations between the same rows run beside each other
  for (const edge of edges) {
    const ends = [`${edge.from}\n${edge.from_row}`, `${edge.to}\n${edge.to_row}`].sort().join("\n");
    const count = used.get(ends) ?? 0;
    edge.lane = count % 2 ? -Math.ceil(count / 2) : count / 2;
    used.set(ends, count + 1);
  }
}

// Where a relation leaves and enters its cards: at the row of its column, on the sides that face each other.
function courseOf(map, edge) {
  const [start, end] = [map.nodes.get(edge.from), map.nodes.get(edge.to)];
  if (start.kind === "concern") return courseBetween(start, end, edge);
  const height = (node, row) =>
    node.y - node.height / 2 + (row < 0 ? HEADER / 2 : HEADER + 3 + ROW * (row + 0.5)) + edge.lane * 5;
  const [y1, y2] = [height(start, edge.from_row), height(end, edge.to_row)];
  let [side1, side2] = [1, 1];
  if (start.x + start.width / 2 + 24 < end.x - end.width / 2) side2 = -1;
  else if (end.x + end.width / 2 + 24 < start.x - start.width / 2) side1 = -1;
  const x1 = start.x + (side1 * start.width) / 2;
  const x2 = end.x + (side2 * end.width) / 2;
  const far = side1 === side2 ? 58 + 9 * edge.lane + Math.min(Math.abs(y2 - y1) / 14, 30) : Math.max(46, Math.min(Math.abs(x2 - x1) / 2, 190));
  const loop = start === end && y1 === y2 ? 26 : 0;
  return { x1, y1: y1 - loop / 2, x2, y2: y2 + loop / 2, side1, side2, c1: x1 + side1 * far, c2: x2 + side2 * far };
}

function courseBetween(start, end, edge) {
  if (start === end) return null;
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy) || 1;
  const [nx, ny] = [(-dy / length) * 14, (dx / length) * 14]; // there and back run beside each other
  // bent to the middle of the ring, so that it passes the concerns between the two
  const bend = { x: (start.x + end.x) * BEND + nx, y: (start.y + end.y) * BEND + ny };
  const [from, to] = [border(start, bend), border(end, bend)];
  return {
    x1: from.x + nx, y1: from.y + ny, x2: to.x + nx, y2: to.y + ny,
    c1: bend.x, c2: bend.x, bend: bend.y, dx: -to.dx, dy: -to.dy, isBent: true,
  };
}

// Where a line from the middle of a box towards a point leaves the box, and its direction.
function border({ x, y, width, height }, point) {
  const length = Math.hypot(point.x - x, point.y - y) || 1;
  const [dx, dy] = [(point.x - x) / length, (point.y - y) / length];
  const reach = Math.min(width / 2 / Math.max(Math.abs(dx), 1e-6), height / 2 / Math.max(Math.abs(dy), 1e-6)) + 6;
  return { x: x + dx * reach, y: y + dy * reach, dx, dy };
}

function pointOn({ x1, y1, x2, y2, c1, c2, bend, isBent }, t) {
  const u = 1 - t;
  if (isBent) return [u * u * x1 + 2 * u * t * c1 + t * t * x2, u * u * y1 + 2 * u * t * bend + t * t * y2];
  return [
    u * u * u * x1 + 3 * u * u * t * c1 + 3 * u * t * t * c2 + t * t * t * x2,
    u * u * u * y1 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y2,
  ];
}

function trace(ctx, { x1, y1, x2, y2, c1, c2, bend, isBent }) {
  ctx.moveTo(x1, y1);
  if (isBent) ctx.quadraticCurveTo(c1, bend, x2, y2);
  else ctx.bezierCurveTo(c1, y1, c2, y2, x2, y2);
}

// Crow's foot or bar where the relation starts, bar with a second bar (must) or a ring (may) where it ends.
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
  ctx.moveTo(x2 + side2 * 7, y2 - 6);
  ctx.lineTo(x2 + side2 * 7, y2 + 6);
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
    if (scale >= CARDS_FROM && style !== "reads") {
      ctx.beginPath();
      for (const edge of edges) if (!edge.course.isBent) traceEnds(ctx, edge, edge.course);
      ctx.stroke();
    }
    const isCrowded = shown.length > MOST_COUNTS;
    for (const edge of edges) if (edge.course.isBent) drawDependency(ctx, theme, edge, isLit, isCrowded);
  }
  ctx.globalAlpha = 1;
}

// From concern to concern: the thicker the more relations; counts only where there is room for them.
function drawDependency(ctx, theme, edge, isLit, isCrowded) {
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
  if (isCrowded && !isLit) return;
  const [x, y] = pointOn(edge.course, 0.42);
  ctx.lineWidth = 1;
  ctx.font = `600 14px ${theme.font}`;
  const half = ctx.measureText(edge.label).width / 2 + 7;
  ctx.beginPath();
  ctx.roundRect(x - half, y - 11, 2 * half, 22, 11);
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.stroke();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.text;
  ctx.fillText(edge.label, x, y + 1);
}

function isShown(map, edge) {
  return edge.course && !map.hidden.has(edge.kind) && !isHidden(map, map.nodes.get(edge.from)) && !isHidden(map, map.nodes.get(edge.to));
}

function isHidden(map, node) {
  return map.hidden.has(node.concern) || Boolean(node.is_view && map.hidden.has("views"));
}

function isInView({ x1, y1, x2, y2, c1, c2, bend = y1 }, view) {
  if (!view) return true;
  return Math.min(x1, x2, c1, c2) <= view.right && Math.max(x1, x2, c1, c2) >= view.left && Math.min(y1, y2, bend) <= view.bottom && Math.max(y1, y2, bend) >= view.top;
}

function relationAt(map, { x, y }, scale) {
  const reach = Math.min(9 / scale, 40);
  let [found, nearest] = [null, reach];
  for (const edge of map.edges) {
    if (!isShown(map, edge)) continue;
    const { course } = edge;
    if (!isInView(course, { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach })) continue;
    let [px, py] = pointOn(course, 0);
    for (let i = 1; i <= 24; i += 1) {
      const [qx, qy] = pointOn(course, i / 24);
      const [dx, dy] = [qx - px, qy - py];
      const t = Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1)));
      const distance = Math.hypot(x - px - t * dx, y - py - t * dy);
      if (distance < nearest) [found, nearest] = [edge, distance];
      [px, py] = [qx, qy];
    }
  }
  return found;
}

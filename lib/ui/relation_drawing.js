// How cards, relations and islands look on the canvas. Everything is drawn in units of the map; `scale` is the zoom.
const HEADER = 34, ROW = 20;
const CARDS_FROM = 0.42, NAMES_FROM = 0.16; // level of detail: whole cards, names only, then blocks of colour
const LINES_WHILE_MOVING = 700, MOST_COUNTS = 40;
const labels = new Map(); // text cut to a width, kept because measuring is slow

function cut(ctx, text, width) {
  const key = `${ctx.font}|${Math.round(width)}|${text}`;
  let label = labels.get(key);
  if (label === undefined) {
    label = text;
    if (ctx.measureText(text).width > width) {
      let [low, high] = [0, text.length];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (ctx.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
        else high = middle - 1;
      }
      label = `${text.slice(0, low)}…`;
    }
    if (labels.size > 20000) labels.clear();
    labels.set(key, label);
  }
  return label;
}

function mixed(front, back, share) {
  const part = (hex, i) => parseInt(hex.slice(i, i + 2), 16);
  return `rgb(${[1, 3, 5].map((i) => Math.round(part(front, i) * share + part(back, i) * (1 - share))).join()})`;
}

function themeOf(element) {
  const css = getComputedStyle(element);
  const value = (name, otherwise) => css.getPropertyValue(`--st-${name}`).trim() || otherwise;
  const hex = (name, otherwise) => (/^#[0-9a-f]{6}/i.test(value(name, "")) ? value(name, "").slice(0, 7) : otherwise);
  const back = hex("background-color", "#ffffff");
  const text = hex("text-color", "#31333f");
  const isDark = parseInt(back.slice(1, 3), 16) < 128;
  return {
    back, text, isDark,
    accent: hex("primary-color", "#ff4b4b"),
    font: value("font", "sans-serif"),
    mono: value("code-font", "monospace"),
    card: isDark ? mixed(text, back, 0.07) : "#ffffff",
    border: mixed(text, back, isDark ? 0.24 : 0.2),
    quiet: mixed(text, back, 0.62),
    line: mixed(text, back, isDark ? 0.5 : 0.46),
    bar: mixed(text, back, isDark ? 0.3 : 0.16),
    key: isDark ? "#f2b24c" : "#a8600a",
    foreign: isDark ? "#7cb3f5" : "#1f63b8",
    guess: isDark ? "#e0a03a" : "#b8720a",
  };
}

function drawGround(ctx, map, scale) {
  const { theme, graph } = map;
  ctx.textBaseline = "alphabetic";
  ctx.textAlign = "left";
  for (const { title, note, x, y, width, height, colour, concern } of graph.islands) {
    if (map.hidden.has(concern)) continue;
    ctx.globalAlpha = theme.isDark ? 0.14 : 0.07;
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.roundRect(x, y, width, height, 18);
    ctx.fill();
    ctx.globalAlpha = 0.35;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1 / Math.max(scale, 0.2);
    ctx.stroke();
    ctx.globalAlpha = 1;
    if (scale < NAMES_FROM) continue; // there the titles stand above the cards
    const size = Math.min(Math.max(26, 15 / scale), 62, height * 0.5);
    ctx.font = `600 ${size}px ${theme.font}`;
    ctx.fillStyle = theme.text;
    const label = cut(ctx, title, width - 48);
    const base = y + Math.max(46, size * 1.05);
    ctx.fillText(label, x + 28, base);
    const end = x + 40 + ctx.measureText(label).width;
    ctx.font = `400 ${size * 0.62}px ${theme.font}`;
    ctx.fillStyle = theme.quiet;
    if (scale > 0.1) ctx.fillText(cut(ctx, note, Math.max(x + width - end - 20, 0)), end, base);
  }
}

// Far out, where names of tables cannot be read, the islands' titles stand over them.
function drawTitles(ctx, map, scale) {
  const { theme, graph } = map;
  if (scale >= NAMES_FROM) return;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.font = `600 ${12.5 / scale}px ${theme.font}`;
  for (const { title, x, y, width, concern } of graph.islands) {
    if (map.hidden.has(concern)) continue;
    const label = cut(ctx, title, Math.max(width - 12 / scale, 40 / scale));
    ctx.globalAlpha = 0.9;
    ctx.fillStyle = theme.back;
    ctx.beginPath();
    ctx.roundRect(x, y, ctx.measureText(label).width + 12 / scale, 19 / scale, 5 / scale);
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.fillStyle = theme.text;
    ctx.fillText(label, x + 6 / scale, y + 10 / scale);
  }
}

function drawCard(ctx, map, node, scale, { selected, hovered }) {
  const { theme } = map;
  const [left, top] = [node.x - node.width / 2, node.y - node.height / 2];
  ctx.globalAlpha = map.lit && !map.lit.has(node.id) ? 0.14 : 1;
  if (node.kind === "concern") drawConcern(ctx, theme, node, left, top, selected || hovered);
  else if (scale < NAMES_FROM) drawBlock(ctx, theme, node, left, top, selected);
  else if (scale < CARDS_FROM) drawName(ctx, theme, node, left, top, scale, selected || hovered);
  else drawWhole(ctx, map, node, left, top, selected, hovered);
  ctx.globalAlpha = 1;
}

function outline(ctx, theme, node, left, top, { selected, hovered, unit = 1 }) {
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, node.height, 7);
  ctx.strokeStyle = selected ? theme.accent : hovered ? theme.text : theme.border;
  ctx.lineWidth = (selected ? 3 : hovered ? 1.6 : 1) * unit;
  ctx.stroke();
}

function drawBlock(ctx, theme, node, left, top, selected) {
  ctx.fillStyle = node.colour;
  ctx.fillRect(left, top, node.width, node.height);
  if (selected || node.is_new) outline(ctx, theme, node, left, top, { selected: true, unit: 5 });
}

function drawName(ctx, theme, node, left, top, scale, marked) {
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, node.height, 7);
  ctx.fillStyle = theme.card;
  ctx.fill();
  ctx.fillStyle = node.colour;
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, Math.min(HEADER + 6, node.height), [7, 7, 0, 0]);
  ctx.fill();
  const size = Math.min(27, 11 / scale);
  ctx.font = `600 ${size}px ${theme.font}`;
  ctx.fillStyle = "#ffffff";
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillText(cut(ctx, node.name, node.width - 14), left + 7, top + Math.min(HEADER + 6, node.height) / 2 + 1);
  if (scale > 0.24) {
    ctx.fillStyle = theme.bar;
    node.rows.forEach(([, row], i) => ctx.fillRect(left + 12, top + HEADER + 11 + ROW * i, Math.min(node.width - 24, 26 + row.length * 7), 5));
  }
  outline(ctx, theme, node, left, top, { selected: marked, unit: marked ? 1 / scale : 1 });
  if (node.is_new) drawNew(ctx, theme, left, top, 1.8);
}

function drawWhole(ctx, map, node, left, top, selected, hovered) {
  const { theme } = map;
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, node.height, 7);
  ctx.fillStyle = theme.card;
  if (!theme.isDark) {
    ctx.shadowColor = "rgba(20, 30, 60, 0.13)";
    ctx.shadowBlur = hovered || selected ? 14 : 6;
    ctx.shadowOffsetY = 2;
  }
  ctx.fill();
  ctx.shadowColor = "transparent";
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, HEADER, node.rows.length ? [7, 7, 0, 0] : 7);
  ctx.fillStyle = node.colour;
  ctx.fill();
  ctx.textBaseline = "middle";
  ctx.font = `400 11px ${theme.font}`;
  const side = cut(ctx, node.side ?? "", node.width * 0.36);
  const room = ctx.measureText(side).width;
  ctx.textAlign = "right";
  ctx.fillStyle = "rgba(255, 255, 255, 0.78)";
  ctx.fillText(side, left + node.width - 10, top + HEADER / 2 + 1);
  ctx.textAlign = "left";
  ctx.font = `${node.is_view ? "italic " : ""}600 13.5px ${theme.font}`;
  ctx.fillStyle = "#ffffff";
  ctx.fillText(cut(ctx, node.name, node.width - room - 28), left + 10, top + HEADER / 2 + 1);
  node.rows.forEach((row, i) => drawRow(ctx, map, node, row, left, top + HEADER + 3 + ROW * (i + 0.5)));
  outline(ctx, theme, node, left, top, { selected, hovered });
  if (node.is_new) drawNew(ctx, theme, left, top, 1);
}

function drawRow(ctx, map, node, [mark, name, type, isOptional], left, y) {
  const { theme } = map;
  if (map.rows.has(`${node.id}\n${name}`)) {
    ctx.save();
    ctx.globalAlpha *= 0.2;
    ctx.fillStyle = theme.accent;
    ctx.fillRect(left + 1, y - ROW / 2, node.width - 2, ROW);
    ctx.restore();
  }
  ctx.textAlign = "left";
  ctx.font = `700 9px ${theme.font}`;
  ctx.fillStyle = mark.startsWith("P") ? theme.key : theme.foreign;
  ctx.fillText(mark, left + 10, y + 1);
  ctx.font = `400 10.5px ${theme.mono}`;
  const short = cut(ctx, type, node.width * 0.32);
  const room = ctx.measureText(short).width;
  ctx.textAlign = "right";
  ctx.fillStyle = theme.quiet;
  ctx.fillText(short, left + node.width - 10, y);
  ctx.textAlign = "left";
  ctx.font = `${mark.startsWith("P") ? 600 : 400} 12px ${theme.font}`;
  ctx.fillStyle = mark || !isOptional ? theme.text : theme.quiet;
  ctx.fillText(cut(ctx, isOptional ? `${name}?` : name, node.width - room - 56), left + 36, y);
}

function drawNew(ctx, theme, left, top, unit) {
  ctx.font = `700 ${10 * unit}px ${theme.font}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.accent;
  ctx.beginPath();
  ctx.roundRect(left - 6 * unit, top - 10 * unit, 34 * unit, 16 * unit, 8 * unit);
  ctx.fill();
  ctx.fillStyle = "#ffffff";
  ctx.fillText("NEW", left - 0.5 * unit, top - 1.5 * unit);
}

function drawConcern(ctx, theme, node, left, top, marked) {
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, node.height, 16);
  ctx.fillStyle = node.colour;
  ctx.fill();
  if (marked) {
    ctx.strokeStyle = theme.text;
    ctx.lineWidth = 3;
    ctx.stroke();
  }
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = "#ffffff";
  const size = Math.min(30, Math.max(17, node.height / 4.2));
  ctx.font = `600 ${size}px ${theme.font}`;
  ctx.fillText(cut(ctx, node.name, node.width - 20), node.x, node.y - size * 0.42);
  ctx.font = `400 ${size * 0.66}px ${theme.font}`;
  ctx.fillStyle = "rgba(255, 255, 255, 0.85)";
  ctx.fillText(cut(ctx, node.side, node.width - 20), node.x, node.y + size * 0.72);
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
  const [nx, ny] = [(-dy / length) * 16, (dx / length) * 16]; // there and back run beside each other
  const reach = (node) => Math.min(node.width / 2 / Math.max(Math.abs(dx / length), 1e-6), node.height / 2 / Math.max(Math.abs(dy / length), 1e-6)) + 6;
  const [r1, r2] = [reach(start), reach(end)];
  return {
    x1: start.x + (dx / length) * r1 + nx, y1: start.y + (dy / length) * r1 + ny,
    x2: end.x - (dx / length) * r2 + nx, y2: end.y - (dy / length) * r2 + ny,
    isStraight: true, dx: dx / length, dy: dy / length,
  };
}

function pointOn({ x1, y1, x2, y2, c1, c2, isStraight }, t) {
  const u = 1 - t;
  if (isStraight) return [x1 * u + x2 * t, y1 * u + y2 * t];
  return [
    u * u * u * x1 + 3 * u * u * t * c1 + 3 * u * t * t * c2 + t * t * t * x2,
    u * u * u * y1 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y2,
  ];
}

function trace(ctx, { x1, y1, x2, y2, c1, c2, isStraight }) {
  ctx.moveTo(x1, y1);
  if (isStraight) ctx.lineTo(x2, y2);
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

const DASHES = { must: [], may: [7, 5], inferred: [2, 5], reads: [3, 4] };

function drawRelations(ctx, map, scale, view, only = null) {
  const { theme } = map;
  const shown = map.edges.filter((edge) => isShown(map, edge) && (!only || only(edge)) && isInView(edge.course, view));
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
    ctx.lineWidth = isLit ? thin * 1.7 : thin;
    ctx.setLineDash(scale < NAMES_FROM ? [] : DASHES[style]);
    ctx.beginPath();
    for (const edge of edges) if (!edge.course.isStraight) trace(ctx, edge.course);
    ctx.stroke();
    ctx.setLineDash([]);
    if (scale >= CARDS_FROM && style !== "reads") {
      ctx.beginPath();
      for (const edge of edges) if (!edge.course.isStraight) traceEnds(ctx, edge, edge.course);
      ctx.stroke();
    }
    const isCrowded = shown.length > MOST_COUNTS;
    for (const edge of edges) if (edge.course.isStraight) drawDependency(ctx, theme, edge, isLit, isCrowded);
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

function isInView({ x1, y1, x2, y2, c1 = x1, c2 = x2 }, view) {
  if (!view) return true;
  return Math.min(x1, x2, c1, c2) <= view.right && Math.max(x1, x2, c1, c2) >= view.left && Math.min(y1, y2) <= view.bottom && Math.max(y1, y2) >= view.top;
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

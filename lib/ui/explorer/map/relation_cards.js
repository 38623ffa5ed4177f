// How cards look on the canvas. Everything is drawn in units of the map; `scale` is the zoom.
const HEADER = 34, ROW = 20;
const ROWS_FROM = 0.55, NAMES_FROM = 0.3; // level of detail: cards with rows, names, then blocks of colour

function drawCard(ctx, map, node, scale, { selected, hovered }) {
  const { theme } = map;
  const [left, top] = [node.x - node.width / 2, node.y - node.height / 2];
  if (node.island && scale < NAMES_FROM && isClosed(node.island, scale)) return;
  ctx.globalAlpha = map.lit && !map.lit.has(node.id) ? 0.14 : 1;
  if (node.kind === "concern") drawConcern(ctx, theme, node, left, top, scale, selected || hovered);
  else if (scale < (map.graph.islands.length ? NAMES_FROM : 0.2)) drawBlock(ctx, theme, node, left, top, scale, selected || hovered);
  else if (node.kind === "group") drawGroup(ctx, theme, node, left, top, scale, hovered);
  else if (node.is_name || scale < ROWS_FROM) drawName(ctx, theme, node, left, top, scale, selected || hovered);
  else drawWhole(ctx, map, node, left, top, scale, selected, hovered);
  ctx.globalAlpha = 1;
}

function outline(ctx, theme, node, left, top, { selected, hovered, unit = 1 }) {
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, node.height, 7);
  ctx.strokeStyle = selected ? theme.accent : hovered ? theme.text : theme.border;
  ctx.lineWidth = (selected ? 3 : hovered ? 1.6 : 1) * unit;
  ctx.stroke();
}

function drawBlock(ctx, theme, node, left, top, scale, marked) {
  ctx.fillStyle = node.colour;
  ctx.fillRect(left, top, node.width, node.height);
  if (marked || node.is_new || node.mark) outline(ctx, theme, node, left, top, { selected: true, unit: 0.7 / scale });
}

// Words in the middle of a box, in as many lines as it has room for.
function drawWords(ctx, theme, words, { x, y, width, height }, size, style = "600 ") {
  ctx.font = `${style}${size}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const pitch = size * 1.14;
  const lines = lined(ctx, words, width - size, Math.floor((height - 2) / pitch));
  lines.forEach((line, i) => ctx.fillText(line, x, y + (i - (lines.length - 1) / 2) * pitch + size * 0.06));
}

function drawName(ctx, theme, node, left, top, scale, marked) {
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, node.height, 7);
  ctx.fillStyle = node.colour;
  ctx.fill();
  ctx.fillStyle = "#ffffff";
  drawWords(ctx, theme, node.name, node, legible(13.5, scale), node.is_view ? "italic 600 " : "600 ");
  if (marked) outline(ctx, theme, node, left, top, { selected: true, unit: 1 / scale });
  drawMark(ctx, theme, node, left, top, 1 / scale);
}

// A pile of cards that stands for tables which are not drawn one by one.
function drawGroup(ctx, theme, node, left, top, scale, hovered) {
  for (const shift of [8, 4, 0]) {
    ctx.beginPath();
    ctx.roundRect(left + shift, top + shift, node.width - 8, node.height - 8, 7);
    ctx.fillStyle = theme.card;
    ctx.fill();
    ctx.strokeStyle = hovered ? theme.text : node.colour;
    ctx.lineWidth = hovered ? 2 : 1.4;
    ctx.stroke();
  }
  ctx.fillStyle = theme.text;
  const size = legible(13, scale);
  ctx.font = `500 ${size}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(shortened(ctx, node.name, node.width - 24), node.x - 4, node.y - 3);
}

function drawWhole(ctx, map, node, left, top, scale, selected, hovered) {
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
  ctx.textAlign = "left";
  ctx.fillStyle = "#ffffff";
  ctx.font = `${node.is_view ? "italic " : ""}600 ${legible(13.5, scale)}px ${theme.font}`;
  const name = shortened(ctx, node.name, node.width - 20);
  ctx.fillText(name, left + 10, top + HEADER / 2 + 1);
  const room = node.width - 34 - ctx.measureText(name).width;
  ctx.font = `400 ${legible(11, scale)}px ${theme.font}`;
  if (node.side && ctx.measureText(node.side).width <= room) {
    ctx.textAlign = "right";
    ctx.fillStyle = "rgba(255, 255, 255, 0.86)";
    ctx.fillText(node.side, left + node.width - 10, top + HEADER / 2 + 1);
  }
  node.rows.forEach((row, i) => {
    const y = top + HEADER + 3 + ROW * (i + 0.5);
    if (node.row_marks && node.row_marks[i]) tintRow(ctx, theme, node, node.row_marks[i], left, y);
    drawRow(ctx, map, node, row, left, y, scale);
  });
  outline(ctx, theme, node, left, top, { selected, hovered });
  drawMark(ctx, theme, node, left, top, Math.max(1, 1 / scale));
}

// One column: its name goes before its type, which is left out where both have no room.
function drawRow(ctx, map, node, [mark, name, type, isOptional], left, y, scale) {
  const { theme } = map;
  if (map.rows.has(`${node.id}\n${name}`)) {
    ctx.save();
    ctx.globalAlpha *= 0.2;
    ctx.fillStyle = theme.accent;
    ctx.fillRect(left + 1, y - ROW / 2, node.width - 2, ROW);
    ctx.restore();
  }
  ctx.textAlign = "left";
  ctx.font = `700 ${legible(10, scale)}px ${theme.font}`;
  ctx.fillStyle = mark.startsWith("P") ? theme.key : theme.foreign;
  ctx.fillText(mark, left + 8, y + 1);
  const start = left + 14 + ctx.measureText("PFK").width;
  ctx.font = `${mark.startsWith("P") ? 600 : 400} ${legible(12, scale)}px ${theme.font}`;
  ctx.fillStyle = mark || !isOptional ? theme.text : theme.quiet;
  const end = left + node.width - 10;
  const label = shortened(ctx, isOptional ? `${name}?` : name, end - start);
  ctx.fillText(label, start, y);
  const room = end - start - ctx.measureText(label).width - 8;
  ctx.font = `400 ${legible(10.5, scale)}px ${theme.mono}`;
  if (!type || ctx.measureText(type).width > room) return;
  ctx.textAlign = "right";
  ctx.fillStyle = theme.quiet;
  ctx.fillText(type, end, y);
}

// A row that is new, changed or gone has a bar and a wash in the colour of that; what is gone is struck through.
function tintRow(ctx, theme, node, mark, left, y) {
  ctx.save();
  ctx.fillStyle = theme[mark];
  ctx.fillRect(left + 1, y - ROW / 2, 3, ROW);
  ctx.globalAlpha *= 0.16;
  ctx.fillRect(left + 1, y - ROW / 2, node.width - 2, ROW);
  if (mark === "gone") {
    ctx.globalAlpha = 0.8;
    ctx.fillRect(left + 36, y - 0.5, node.width - 46, 1);
  }
  ctx.restore();
}

function drawMark(ctx, theme, node, left, top, unit) {
  const word = node.is_new ? "NEW" : (node.mark || "").toUpperCase();
  if (!word) return;
  ctx.font = `700 ${LEAST * unit}px ${theme.font}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = node.is_new ? theme.accent : theme[node.mark];
  ctx.beginPath();
  ctx.roundRect(left - 6 * unit, top - 10 * unit, ctx.measureText(word).width + 11 * unit, 16 * unit, 8 * unit);
  ctx.fill();
  ctx.fillStyle = theme.isDark ? theme.back : "#ffffff"; // the accent of a dark screen is a light one
  ctx.fillText(word, left - 0.5 * unit, top - 1.5 * unit);
}

function drawConcern(ctx, theme, node, left, top, scale, marked) {
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, node.height, 14);
  ctx.fillStyle = node.is_rest ? theme.card : node.colour;
  ctx.fill();
  if (marked || node.is_rest) {
    ctx.strokeStyle = marked ? theme.text : theme.line;
    ctx.lineWidth = marked ? 3 : 1.4;
    ctx.stroke();
  }
  const note = legible(Math.min(node.height * 0.2, 17), scale);
  const room = Math.max((node.height - note * 1.5) / 2.5, LEAST / scale);
  const size = Math.min(room, Math.max(legible(15, scale), Math.min(node.height * 0.3, (node.width - 24) / (0.56 * node.name.length))));
  const block = { x: node.x, y: node.y - note * 0.62, width: node.width, height: node.height - note * 1.3 };
  ctx.fillStyle = node.is_rest ? theme.text : "#ffffff";
  drawWords(ctx, theme, node.name, block, size);
  ctx.font = `400 ${note}px ${theme.font}`;
  ctx.fillStyle = node.is_rest ? theme.quiet : "rgba(255, 255, 255, 0.9)";
  ctx.fillText(shortened(ctx, node.side, node.width - 12), node.x, top + node.height - note * 0.85);
}

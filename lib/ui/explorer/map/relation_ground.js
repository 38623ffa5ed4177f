// The islands that tables stand on: their ground, their titles, and far out the names of their chief tables.
const TITLE_PIXELS = 18, LINE_PIXELS = 13, NAME_WIDTH = 98; // of a title and of a name far out, with the room around them

function drawGround(ctx, map, scale) {
  const { theme, graph } = map;
  for (const island of graph.islands) {
    const { x, y, width, height, colour, concern } = island;
    if (map.hidden.has(concern)) continue;
    const isGrouped = isClosed(island, scale);
    ctx.globalAlpha = isGrouped ? 0.3 : theme.isDark ? 0.14 : 0.07;
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.roundRect(x, y, width, height, 18);
    ctx.fill();
    ctx.globalAlpha = 0.35;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1 / Math.max(scale, 0.2);
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
}

// Over lines and cards, because they are what is read first.
function drawTitles(ctx, map, scale) {
  map.names = []; // where names of tables stand that can be clicked
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  for (const island of map.graph.islands) {
    if (map.hidden.has(island.concern) || island.height * scale < TITLE_PIXELS - 4) continue;
    if (scale < NAMES_FROM) drawChief(ctx, map, island, scale);
    else drawTitle(ctx, map.theme, island, scale);
  }
}

// Text with a rim of the page's colour, so that it can be read over lines.
function drawRimmed(ctx, theme, text, x, y, scale) {
  ctx.lineJoin = "round";
  ctx.lineWidth = 3 / scale;
  ctx.strokeStyle = theme.back;
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

// Whether the tables of an island are not drawn one by one: where not even its title has room above them.
function isClosed({ band }, scale) {
  return band * scale < TITLE_PIXELS - 4;
}

function drawTitle(ctx, theme, { title, note, x, y, width, band }, scale) {
  const size = Math.max(Math.min(Math.max(26, 15 / scale), 62, band * 0.6), LEAST / scale);
  ctx.font = `600 ${size}px ${theme.font}`;
  ctx.fillStyle = theme.text;
  const label = shortened(ctx, title, width - 48);
  const middle = y + Math.min(band / 2, size);
  drawRimmed(ctx, theme, label, x + 28, middle, scale);
  const end = x + 40 + ctx.measureText(label).width;
  ctx.font = `400 ${legible(size * 0.62, scale)}px ${theme.font}`;
  ctx.fillStyle = theme.quiet;
  if (ctx.measureText(note).width < x + width - end - 20) drawRimmed(ctx, theme, note, end, middle, scale);
}

// Far out, where no card has room for its name: the title, and below it the tables that most refer to.
function drawChief(ctx, map, island, scale) {
  const { theme } = map;
  const [left, room] = [island.x + 7 / scale, island.width - 12 / scale];
  ctx.font = `600 ${12 / scale}px ${theme.font}`;
  ctx.fillStyle = theme.text;
  const label = shortened(ctx, island.title, room);
  drawRimmed(ctx, theme, label, left, island.y + TITLE_PIXELS / 2 / scale, scale);
  const end = ctx.measureText(label).width + 6 / scale;
  ctx.font = `400 ${LEAST / scale}px ${theme.font}`;
  ctx.fillStyle = theme.quiet;
  if (end + ctx.measureText(island.note).width < room) drawRimmed(ctx, theme, island.note, left + end, island.y + TITLE_PIXELS / 2 / scale, scale);
  const lines = Math.max(Math.floor((island.band * scale - TITLE_PIXELS) / LINE_PIXELS), 0);
  const columns = Math.max(Math.floor((room * scale) / NAME_WIDTH), 1);
  ctx.fillStyle = theme.text;
  island.chief.slice(0, lines * columns).forEach((id, i) => {
    const x = left + (room / columns) * (i % columns);
    const y = island.y + (TITLE_PIXELS + LINE_PIXELS * (Math.floor(i / columns) + 0.5)) / scale;
    const name = shortened(ctx, map.nodes.get(id).name, room / columns - (columns > 1 ? 8 / scale : 0));
    ctx.globalAlpha = map.lit && !map.lit.has(id) ? 0.2 : 1;
    if (id === map.selected) ctx.fillStyle = theme.accent;
    drawRimmed(ctx, theme, name, x, y, scale);
    ctx.fillStyle = theme.text;
    const half = LINE_PIXELS / 2 / scale;
    map.names.push({ id, left: x, right: x + ctx.measureText(name).width, top: y - half, bottom: y + half });
  });
  ctx.globalAlpha = 1;
}

// The table whose name stands at a point outside of its card.
function nameAt(map, { x, y }) {
  return map.names?.find(({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom)?.id;
}

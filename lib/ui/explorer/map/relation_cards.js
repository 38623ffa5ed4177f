// How cards and islands look on the canvas. Everything is drawn in units of the map; `scale` is the zoom.
const HEADER = 34, ROW = 20;
const CARDS_FROM = 0.42, NAMES_FROM = 0.16; // level of detail: whole cards, names only, then blocks of colour
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
  const tone = (name) => TONES[name][Number(isDark)]; // Python puts them before this file
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
    key: tone("key"),
    foreign: tone("foreign"),
    guess: tone("guess"),
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
  ctx.fillStyle = theme.isDark ? theme.back : "#ffffff"; // the accent of a dark screen is a light one
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
  const size = Math.max(17, Math.min(node.height * 0.3, (node.width - 24) / (0.56 * node.name.length))); // it shall fit
  ctx.font = `600 ${size}px ${theme.font}`;
  ctx.fillText(cut(ctx, node.name, node.width - 20), node.x, node.y - size * 0.42);
  ctx.font = `400 ${Math.min(size * 0.7, 22)}px ${theme.font}`;
  ctx.fillStyle = "rgba(255, 255, 255, 0.85)";
  ctx.fillText(cut(ctx, node.side, node.width - 20), node.x, node.y + size * 0.72);
}

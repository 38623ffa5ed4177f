// The course of each relation: where it leaves and enters its cards, and how it passes those that stand between.
const BEND = 0.3; // of what a concern is away from the middle
const SIDES = [0, 0.1, 0.2, 0.3, 0.4, 0.55, 0.7, 0.9].flatMap((side) => (side ? [side, -side] : [side])); // of how far two concerns are apart
const BENDS = SIDES.flatMap((one) => SIDES.map((other) => [one, other])); // where a line leaves and where it enters, to either side
const strain = ([one, other]) => Math.abs(one) + Math.abs(other) + 1.5 * Math.abs(one - other);
BENDS.sort((a, b) => strain(a) - strain(b));
const CLEAR = 7; // between a line and the cards that it passes
const OUTSIDE = 28; // how far lines run out beside the last column of a map

function lanes(edges) {
  const used = new Map(); // relations between the same rows run beside each other
  for (const edge of edges) {
    const ends = [`${edge.from}\n${edge.from_row}`, `${edge.to}\n${edge.to_row}`].sort().join("\n");
    const count = used.get(ends) ?? 0;
    edge.lane = count % 2 ? -Math.ceil(count / 2) : count / 2;
    used.set(ends, count + 1);
    edge.ends = ends;
  }
  for (const edge of edges) edge.most = used.get(edge.ends) / 2;
}

// The columns that cards stand in: of every island, or of a map without islands, from left to right.
function columnsOf({ graph, nodes }) {
  const grounds = new Map();
  for (const node of nodes.values()) {
    node.island = graph.islands.find(({ x, y, width, height }) => x <= node.x && node.x <= x + width && y <= node.y && node.y <= y + height) ?? null;
    if (!grounds.has(node.island)) grounds.set(node.island, new Map());
    const columns = grounds.get(node.island);
    if (!columns.has(node.x)) columns.set(node.x, []);
    columns.get(node.x).push(node);
  }
  for (const columns of grounds.values()) {
    const ordered = [...columns.entries()].sort(([a], [b]) => a - b).map(([, cards]) => cards.sort((a, b) => a.y - b.y));
    ordered.forEach((cards, number) => cards.forEach((node) => Object.assign(node, { columns: ordered, column: number })));
  }
}

// Where a relation leaves and enters its cards: at the row of its column, on the sides that face each other.
function courseOf(map, edge) {
  const [start, end] = [map.nodes.get(edge.from), map.nodes.get(edge.to)];
  if (start.kind === "concern") return courseBetween(start, end, map);
  const height = (node, row) => {
    const lane = edge.lane * Math.min(5, (row < 0 ? 13 : 8) / edge.most); // however many there are, all end on the card
    if (node.is_name) return node.y + lane;
    return node.y - node.height / 2 + (row < 0 ? Math.min(HEADER, node.height) / 2 : HEADER + 3 + ROW * (row + 0.5)) + lane;
  };
  const [y1, y2] = [height(start, edge.from_row), height(end, edge.to_row)];
  let [side1, side2] = [1, 1];
  if (start.x + start.width / 2 + 24 < end.x - end.width / 2) side2 = -1;
  else if (end.x + end.width / 2 + 24 < start.x - start.width / 2) side1 = -1;
  const [x1, x2] = [start.x + (side1 * start.width) / 2, end.x + (side2 * end.width) / 2];
  const ends = { x1, y1, x2, y2, side1, side2 };
  if (side1 === side2) {
    const gutter = gutterBeside(start, side1);
    const usual = Math.min(58 + Math.min(Math.abs(y2 - y1) / 14, 30), gutter);
    const far = usual + edge.lane * Math.min(9, (usual * 0.4) / Math.max(edge.most, 1)); // all stay on this side
    const loop = start === end && y1 === y2 ? Math.min(13, start.height / 3) : 0;
    const part = [x1, y1 - loop, x1 + side1 * far, y1 - loop, x2 + side2 * far, y2 + loop, x2, y2 + loop];
    return finished({ ...ends, y1: y1 - loop, y2: y2 + loop }, [part]);
  }
  return finished(ends, legs(ends, passages(start, end, ends)));
}

function gutterBeside({ columns, column, x, width }, side) {
  const beside = columns?.[column + side]?.[0];
  return beside ? Math.abs(beside.x - x) - (width + beside.width) / 2 : OUTSIDE;
}

// For every column between two cards of a ground the free height at which a line passes it: [from x, to x, y].
function passages(start, end, { x1, y1, x2, y2 }) {
  if (!start.columns || start.columns !== end.columns) return [];
  const step = Math.sign(end.column - start.column);
  const found = [];
  for (let number = start.column + step; step && number !== end.column; number += step) {
    const cards = start.columns[number];
    const wanted = y1 + ((y2 - y1) * (cards[0].x - x1)) / (x2 - x1 || 1);
    const half = (cards.half ??= Math.max(...cards.map(({ width }) => width / 2)) + CLEAR);
    found.push([cards[0].x - step * half, cards[0].x + step * half, freeHeight(cards, wanted)]);
  }
  return found;
}

// The height nearest to the wanted one at which no card of a column stands; lines share a gap side by side.
function freeHeight(cards, wanted) {
  let [best, nearest, at] = [wanted, Infinity, 0];
  for (let i = 0; i <= cards.length; i += 1) {
    const low = i ? cards[i - 1].y + cards[i - 1].height / 2 + CLEAR : -Infinity;
    const high = i < cards.length ? cards[i].y - cards[i].height / 2 - CLEAR : Infinity;
    if (low > high) continue;
    const height = Math.max(low, Math.min(high, wanted));
    if (Math.abs(height - wanted) < nearest) [best, nearest, at] = [height, Math.abs(height - wanted), i];
  }
  if (nearest === 0) return best;
  cards.used ??= new Map();
  const count = cards.used.get(at) ?? 0;
  cards.used.set(at, count + 1);
  const shift = (count % 5) * 2.6;
  return best > wanted ? best + shift : best - shift;
}

// Curves from end to end over the passages, each level where it leaves, passes and enters.
function legs({ x1, y1, x2, y2 }, passed) {
  const parts = [];
  let [x, y] = [x1, y1];
  const curve = (toX, toY) => {
    const far = Math.sign(toX - x) * Math.max(passed.length ? 12 : 46, Math.min(Math.abs(toX - x) / 2, 190));
    parts.push([x, y, x + far, y, toX - far, toY, toX, toY]);
    [x, y] = [toX, toY];
  };
  for (const [from, to, height] of passed) {
    curve(from, height);
    parts.push([from, height, from, height, to, height, to, height]);
    x = to;
  }
  curve(x2, y2);
  return parts;
}

// A course with what it takes up.
function finished(ends, parts) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) {
      left = Math.min(left, part[i]);
      right = Math.max(right, part[i]);
      top = Math.min(top, part[i + 1]);
      bottom = Math.max(bottom, part[i + 1]);
    }
  }
  return { ...ends, parts, left, right, top, bottom };
}

// Between two concerns: straight where no third stands in the way, else bent as little as passes them all.
function courseBetween(start, end, map) {
  if (start === end) return null;
  if (start.isInRing) return courseBent(start, end, [0, 0]);
  const others = [...map.nodes.values()].filter((node) => node !== start && node !== end);
  let [best, fewest] = [null, Infinity];
  for (const sides of BENDS) {
    const course = courseBent(start, end, sides);
    const near = others.filter((node) => isBehind(course, node, CLEAR));
    const behind = near.length + others.length * near.filter((node) => isBehind(course, node, 0)).length;
    if (behind < fewest) [best, fewest] = [course, behind];
    if (!fewest) break;
  }
  return best;
}

// Whether a course runs into a card, or comes nearer to it than is clear.
function isBehind({ parts, left, right, top, bottom }, { x, y, width, height }, clear) {
  const [halfWidth, halfHeight] = [width / 2 + clear, height / 2 + clear];
  if (!isInView({ left, right, top, bottom }, { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight })) return false;
  for (let i = 1; i < 24; i += 1) {
    const [px, py] = pointOn(parts[0], i / 24);
    if (Math.abs(px - x) < halfWidth && Math.abs(py - y) < halfHeight) return true;
  }
  return false;
}

function courseBent(start, end, sides) {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy) || 1;
  const [nx, ny] = [(-dy / length) * 9, (dx / length) * 9]; // there and back run beside each other
  // bent: in a ring to its middle, so that it passes the concerns between the two
  const middle = start.isInRing ? BEND : 0.5;
  const bends = sides.map((side) => ({
    x: (start.x + end.x) * middle + nx * 2 - dy * side,
    y: (start.y + end.y) * middle + ny * 2 + dx * side,
  }));
  const [from, to] = [border(start, bends[0]), border(end, bends[1])];
  const [x1, y1, x2, y2] = [from.x + nx, from.y + ny, to.x + nx, to.y + ny];
  const near = (x, y, bend) => [x + ((bend.x - x) * 2) / 3, y + ((bend.y - y) * 2) / 3];
  const part = [x1, y1, ...near(x1, y1, bends[0]), ...near(x2, y2, bends[1]), x2, y2];
  return finished({ x1, y1, x2, y2, dx: -to.dx, dy: -to.dy, isBent: true }, [part]);
}

// Where a line from the middle of a box towards a point leaves the box, and its direction.
function border({ x, y, width, height }, point) {
  const length = Math.hypot(point.x - x, point.y - y) || 1;
  const [dx, dy] = [(point.x - x) / length, (point.y - y) / length];
  const reach = Math.min(width / 2 / Math.max(Math.abs(dx), 1e-6), height / 2 / Math.max(Math.abs(dy), 1e-6)) + 6;
  return { x: x + dx * reach, y: y + dy * reach, dx, dy };
}

function pointOn([x1, y1, c1, d1, c2, d2, x2, y2], t) {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return [a * x1 + b * c1 + c * c2 + d * x2, a * y1 + b * d1 + c * d2 + d * y2];
}

function trace(ctx, { x1, y1, parts }) {
  ctx.moveTo(x1, y1);
  for (const [, , c1, d1, c2, d2, x2, y2] of parts) ctx.bezierCurveTo(c1, d1, c2, d2, x2, y2);
}

function relationAt(map, { x, y }, scale) {
  const reach = Math.min(9 / scale, 40);
  let [found, nearest] = [null, reach];
  for (const edge of map.edges) {
    if (!isShown(map, edge) || !isInView(edge.course, { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach })) continue;
    for (const part of edge.course.parts) {
      let [px, py] = pointOn(part, 0);
      for (let i = 1; i <= 24; i += 1) {
        const [qx, qy] = pointOn(part, i / 24);
        const [dx, dy] = [qx - px, qy - py];
        const t = Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1)));
        const distance = Math.hypot(x - px - t * dx, y - py - t * dy);
        if (distance < nearest) [found, nearest] = [edge, distance];
        [px, py] = [qx, qy];
      }
    }
  }
  return found;
}

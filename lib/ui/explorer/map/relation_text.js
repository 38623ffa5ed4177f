// Text on the canvas: never drawn smaller than can be read, shortened in the middle, broken only where a name breaks.
const LEAST = 10; // pixels on the screen
const labels = new Map(); // text shortened to a width, kept because measuring is slow
const owners = new Map(); // a shortened text -> what it stands for, so that no two names look alike

// The size of letters in units of the map: `size`, or more where that would be too small to read.
const legible = (size, scale) => Math.max(size, LEAST / scale);

function shortened(ctx, text, width) {
  const key = `${ctx.font}|${Math.round(width)}|${text}`;
  let label = labels.get(key);
  if (label === undefined) {
    label = ctx.measureText(text).width <= width ? text : distinct(ctx, text, width, key.slice(0, -text.length));
    if (labels.size > 20000) for (const kept of [labels, owners]) kept.clear();
    labels.set(key, label);
  }
  return label;
}

// Beginning and end of a text; where another text looks the same so, what the two differ in as well.
function distinct(ctx, text, width, place) {
  const letters = [...text];
  const longest = (made) => {
    const most = bisected(letters.length - 1, (count) => ctx.measureText(made(count)).width <= width);
    return most > 0 ? made(most) : "";
  };
  const ends = (share) => (count) => joined(letters, [Math.ceil(count * share)], count);
  const around = (other) => {
    const at = letters.findIndex((letter, i) => letter !== other[i]);
    return (count) => joined(letters, [Math.ceil((count - 6) * 0.5), at - 2, at + 4], count);
  };
  const first = longest(ends(0.55));
  const owner = owners.get(place + first) ?? text;
  const others = owner === text ? [] : [around([...owner]), ends(0.25), ends(0.8), ends(0.1)];
  const label = [first, ...others.map(longest)].find((one) => one && (owners.get(place + one) ?? text) === text) ?? first;
  owners.set(place + label, owners.get(place + label) ?? text);
  return label;
}

// So many letters: a head, where it is asked for a piece from one place to another, and the rest from the end.
function joined(letters, [head, from, to], count) {
  const has = from > head && to < letters.length - (count - head - (to - from));
  const piece = has ? `${letters.slice(from, to).join("")}…` : "";
  const tail = Math.max(count - Math.max(head, 0) - (has ? to - from : 0), 0);
  return `${letters.slice(0, Math.max(head, 0)).join("")}…${piece}${tail ? letters.slice(-tail).join("") : ""}`;
}

// The greatest number up to `high` for which `fits` holds, 0 where none does.
function bisected(high, fits) {
  let low = 0;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

// A name in at most so many lines: broken after underscores and before capitals, the last line shortened.
function lined(ctx, name, width, most) {
  if (most < 2 || ctx.measureText(name).width <= width) return [shortened(ctx, name, width)];
  const lines = [""];
  for (const piece of name.match(/\p{Lu}+[^_\p{Lu}]*_*|[^_\p{Lu}]+_*|_+/gu) ?? []) {
    if (lines.at(-1) && lines.length < most && ctx.measureText(lines.at(-1) + piece).width > width) lines.push("");
    lines[lines.length - 1] += piece;
  }
  return lines.map((line) => shortened(ctx, line, width));
}

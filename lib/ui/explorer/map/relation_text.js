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

// Beginning and end of a text; where another text looks the same so, another share of the two.
function distinct(ctx, text, width, place) {
  const letters = [...text];
  let most = letters.length - 1;
  const whole = (share) => {
    const head = Math.ceil(most * share);
    return `${letters.slice(0, head).join("")}…${most > head ? letters.slice(head - most).join("") : ""}`;
  };
  let first;
  for (const share of [0.55, 0.4, 0.7, 0.25, 0.85, 0.1]) {
    most = bisected(letters.length - 1, (count) => ((most = count), ctx.measureText(whole(share)).width <= width));
    const label = most > 0 ? whole(share) : "";
    first ??= label;
    if ((owners.get(place + label) ?? text) !== text) continue;
    owners.set(place + label, text);
    return label;
  }
  return first;
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

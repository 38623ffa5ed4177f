// The colours and fonts of the page, for the canvas.
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
    new: tone("good"),
    changed: tone("warn"),
    gone: tone("bad"),
  };
}


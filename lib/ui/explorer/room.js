// Streamlit calls the default export at mount, on new data and on a theme switch.
const KEPT = "orb.explorer.room"; // what of the page is folded and how wide the detail is, in this browser
const NARROWEST = 18, WIDEST = 70, USUAL = 34; // of the detail, in hundredths
const page = document.documentElement;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {}; // nothing is kept where the browser forbids it
  }
}

function keep(change) {
  const room = { ...kept(), ...change };
  try {
    localStorage.setItem(KEPT, JSON.stringify(room));
  } catch {
    // the page looks so until it is left
  }
  return room;
}

function show(box, { rail = "", detail = "", share = USUAL }) {
  page.dataset.orbRail = rail;
  page.dataset.orbDetail = detail;
  page.style.setProperty("--orb-detail", `${Math.max(NARROWEST, Math.min(WIDEST, Number(share) || USUAL))}%`);
  page.style.setProperty("--orb-page", getComputedStyle(document.querySelector(".stApp")).backgroundColor);
  const isNarrow = matchMedia("(max-width: 640px)").matches;
  const open = { rail: isNarrow ? rail === "open" : rail !== "folded", detail: detail !== "folded" };
  for (const button of box.querySelectorAll("[data-fold]")) button.setAttribute("aria-pressed", String(open[button.dataset.fold]));
}

// The gap between map and detail, where the pointer is on it.
function gapAt(event) {
  const row = event.target.closest?.(".stHorizontalBlock");
  const sides = row === event.target ? [...row.children] : [];
  const isSplit = sides.length === 2 && sides[0].querySelector(".st-key-explorer_map_side") && sides[1].querySelector(".st-key-explorer_detail_side");
  return isSplit ? row : null;
}

function drag(box, event) {
  const row = gapAt(event);
  if (!row) return;
  event.preventDefault();
  const { left, width } = row.getBoundingClientRect();
  const move = ({ clientX }) => show(box, { ...kept(), detail: "", share: (100 * (left + width - clientX)) / width });
  const drop = ({ clientX }) => {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", drop);
    show(box, keep({ detail: "", share: Math.round((100 * (left + width - clientX)) / width) }));
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", drop);
}

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".room");
  show(box, kept());
  box.querySelector('[data-fold="detail"]').hidden = !data.detail;
  for (const button of box.querySelectorAll("[data-fold]")) {
    const name = button.dataset.fold;
    button.onclick = () => show(box, keep({ [name]: button.getAttribute("aria-pressed") === "true" ? "folded" : "open" }));
    button.onkeydown = (event) => {
      const step = { ArrowLeft: 3, ArrowRight: -3 }[event.key];
      if (step && name === "detail") show(box, keep({ share: Math.max(NARROWEST, Math.min(WIDEST, (kept().share ?? USUAL) + step)) }));
    };
  }
  const down = (event) => drag(box, event);
  // before the search box listens: it has to stand there to take the keyboard
  const slash = (event) => event.key === "/" && !isTyping(event) && kept().rail === "folded" && show(box, keep({ rail: "open" }));
  document.addEventListener("pointerdown", down);
  document.addEventListener("keydown", slash, true);
  return () => {
    document.removeEventListener("pointerdown", down);
    document.removeEventListener("keydown", slash, true);
  };
}

// Shared by all components with a search box: the one place where a key "/" is listened for.
function isTyping(event) {
  const target = event.composedPath()[0];
  return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
}

// Puts the keyboard into the box that `find` gives whenever "/" is pressed outside of one; returns what ends that.
function focusOnSlash(find) {
  const slash = (event) => {
    if (event.key !== "/" || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    find()?.focus();
    find()?.select();
  };
  document.addEventListener("keydown", slash);
  return () => document.removeEventListener("keydown", slash);
}

// The text box of Streamlit with a key.
function streamlitBox(key) {
  return document.querySelector(`.st-key-${key} input`);
}

// Emoji to choose from, above the composer of a chat. The widget imports this when they are first asked for: what few ask
// for weighs on nobody else. Keys come from the widget, which has them before anybody else does.

const COLUMNS = 8;

const EMOJI = `
  😀 😃 😄 😁 😆 😅 😂 🤣
  🙂 🙃 😉 😊 😇 🥰 😍 🤩
  😘 😋 😜 🤪 🤗 🤔 🤨 😐
  😶 🙄 😏 😬 😌 😔 😴 😎
  🥳 🤓 😕 🙁 😮 😲 🥺 😢
  😭 😱 😖 😤 😠 🤯 🥵 🥶
  🤒 🤕 🤢 🤧 😷 🤐 🤫 🤭
  👍 👎 👌 ✌️ 🤞 🤟 🤙 👋
  👏 🙌 👐 🤝 🙏 💪 👉 👇
  ☝️ ✋ ✊ 👀 🧠 🤦 🤷 🙋
  ❤️ 🧡 💛 💚 💙 💜 🖤 💔
  💕 💯 ✨ ⭐ 🔥 💥 💡 💬
  🐶 🐱 🐭 🐰 🦊 🐻 🐼 🐸
  🐝 🦋 🐢 🐟 🌸 🌹 🌻 🌱
  🌳 🍀 🌈 ☀️ ⛅ 🌧️ ❄️ 🌙
  🍎 🍌 🍓 🍕 🍔 🍟 🥗 🍝
  🍰 🍪 🍫 🍦 ☕ 🍵 🍺 🥂
  🎉 🎁 🎈 🎂 🏆 ⚽ 🎵 🎨
  🚲 🚗 🚌 🚆 ✈️ 🚀 🏠 🏖️
  📞 📱 💻 📷 📧 📦 📄 📅
  ⏰ ⏳ 🔑 🔒 💰 💳 🛒 🔧
  ✅ ❌ ❓ ❗ ⚠️ 🚫 ♻️ 🆗
`;

/** What is open, by the button that has opened it. */
const pickers = new WeakMap();

/** Opens the emoji to choose from beside that button, or closes them. The chosen one goes to the caret of `area`. */
export function toggle(button, area) {
  if (pickers.has(button)) return close(button);
  const { parentNode: whole } = button;
  const [panel, cells] = draw(button.title);
  const closed = new AbortController();
  pickers.set(button, { panel, cells, at: 0, closed });
  button.setAttribute("aria-expanded", "true");
  button.before(panel);
  const on = (event, act) => whole.addEventListener(event, act, { signal: closed.signal });
  on("click", ({ target }) => cells.includes(target) && choose(target.textContent, button, area));
  // A press takes the focus nowhere. Browsers that give buttons none would have it leave before the press is over.
  on("mousedown", (event) => event.target.closest("button") && event.preventDefault());
  on("focusout", ({ relatedTarget: to }) => to && !whole.contains(to) && close(button));
  cells[0].focus();
}

/** Whether a key was for what that button has opened. */
export function key(button, { key }) {
  const picker = pickers.get(button);
  if (!picker) return false;
  if (key === "Escape") {
    close(button);
    button.focus({ preventScroll: true });
    return true;
  }
  const to = place(picker, key);
  if (to === undefined) return false;
  const { cells } = picker;
  if (!cells[to]) return true;
  cells[picker.at].tabIndex = -1;
  cells[to].tabIndex = 0;
  cells[to].focus();
  picker.at = to;
  return true;
}

/** Where a key leads, which may be nowhere; `undefined` for others. */
function place({ panel, at }, key) {
  const forward = getComputedStyle(panel).direction === "rtl" ? -1 : 1;
  const begin = at - (at % COLUMNS);
  const places = {
    __proto__: null,
    ArrowRight: at + forward,
    ArrowLeft: at - forward,
    ArrowDown: at + COLUMNS,
    ArrowUp: at - COLUMNS,
    Home: begin,
    End: begin + COLUMNS - 1,
  };
  return places[key];
}

function close(button) {
  const picker = pickers.get(button);
  if (!picker) return;
  pickers.delete(button);
  picker.closed.abort();
  picker.panel.remove();
  button.setAttribute("aria-expanded", "false");
}

/** As if it were typed: it can be undone, and whoever listens hears of it. No other command leaves undoing alone. */
function choose(emoji, button, area) {
  close(button);
  area.focus({ preventScroll: true });
  document.execCommand("insertText", false, emoji);
}

function draw(label) {
  const panel = element("div", { className: "rj-emoji-panel", role: "grid" });
  for (const [name, value] of [["part", "emoji"], ["aria-label", label], ["data-testid", "rejoin-emoji-panel"]]) panel.setAttribute(name, value);
  const cells = EMOJI.trim().split(/\s+/).map((textContent, i) => {
    if (i % COLUMNS === 0) panel.append(element("div", { role: "row" }));
    const cell = element("button", { type: "button", role: "gridcell", tabIndex: i ? -1 : 0, textContent });
    panel.lastChild.append(cell);
    return cell;
  });
  return [panel, cells];
}

/** Not every browser has a property for the role. */
function element(name, { role, ...properties }) {
  const made = Object.assign(document.createElement(name), properties);
  if (role) made.setAttribute("role", role);
  return made;
}

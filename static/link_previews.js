// What the site tells of the pages that messages lead to, on cards below the words. The widget imports this where the site
// has a function that knows; it weighs on nobody else. Nobody is asked before the visitor has the message in sight, and
// nothing waits for the answer. Everything that is told is text, and of a picture the address.

/** So many pages are asked for on one page of the site, and remembered. */
const MOST = 500;
/** In characters. A card has room for less. */
const LONGEST_TITLE = 150;
const LONGEST_TEXT = 300;
/** Of a picture, which may be in it. */
const LONGEST_ADDRESS = 65_536;

/** What each function of the site was asked, as long as the page lives: `{ told, answer }` by address. */
const memories = new WeakMap();

/** Rejects at the first failure of any. */
let fails;
let firstFailure = new Promise((_, reject) => (fails = reject));

/**
 * Puts cards into the messages of a transcript, now and from now on. `ask` gets an address and gives what is to be told of
 * the page there, or a promise of that. The first call gives a promise that rejects when something fails.
 */
export function watch(list, ask) {
  const pages = memories.get(ask) ?? new Map();
  memories.set(ask, pages);
  const cards = new Map();
  const look = () => draw(list, pages, cards, sight);
  // Held by the list alone: who has gone waits for no answer.
  const held = new WeakRef(look);
  const sight = new IntersectionObserver((changes) => {
    for (const { isIntersecting, target } of changes) {
      if (!isIntersecting) continue;
      sight.unobserve(target);
      pageAt(target.href, pages, ask)?.answer.then(() => held.deref()?.());
    }
  });
  new MutationObserver(look).observe(list, { subtree: true, childList: true, attributeFilter: ["href"] });
  look();
  const told = firstFailure;
  firstFailure = undefined;
  return told;
}

/** What was asked for or is asked for now. */
function pageAt(url, pages, ask) {
  if (!pages.has(url) && pages.size < MOST) {
    const page = {};
    page.answer = tell(page, url, ask).catch(fails);
    pages.set(url, page);
  }
  return pages.get(url);
}

async function tell(page, url, ask) {
  const told = await ask(url);
  if (told === undefined || told === null) return;
  const { title, text, image } = told;
  if (typeof title !== "string") throw new TypeError("it has no title");
  page.told = { title: cut(title, LONGEST_TITLE), text: cut(text, LONGEST_TEXT), image: pictureAt(image) };
}

/** Not within a character. */
const cut = (text, longest) =>
  typeof text === "string" ? [...text.trim().slice(0, 2 * longest)].slice(0, longest).join("") : "";

/** Where a picture may be fetched from: the web, the site, or the address itself. */
function pictureAt(image) {
  if (typeof image !== "string" || image.length > LONGEST_ADDRESS || !image.trim()) return undefined;
  try {
    const { href } = new URL(image, document.baseURI);
    return /^(https?:|data:image\/)/.test(href) ? href : undefined;
  } catch {
    return undefined;
  }
}

/** Gives each message the card of its first link to the web, and no other. */
function draw(list, pages, cards, sight) {
  const links = new Map();
  // A card is a page, and so is one that the other side suggests, which has a card already.
  for (const link of list.querySelectorAll("[data-position] > .rj-bubble a[target]:not(.rj-page)")) {
    const bubble = link.closest(".rj-bubble");
    if (!links.has(bubble)) links.set(bubble, link);
  }
  const changes = [];
  for (const [bubble, card] of cards) {
    if (links.get(bubble)?.href === card.href) continue;
    cards.delete(bubble);
    changes.push(() => card.remove());
  }
  for (const [bubble, link] of links) {
    const page = pages.get(link.href);
    const card = cards.get(bubble);
    if (!page) sight.observe(link);
    // Words that have been changed may stand behind it.
    else if (card && bubble.lastChild !== card) changes.push(() => bubble.append(card));
    else if (!card && page.told?.title) changes.push(() => bubble.append(cardOf(list, link, page.told, bubble, cards)));
  }
  if (changes.length) inPlace(list, () => changes.forEach((change) => change()));
}

/** The list stays at what is in sight. Most browsers see to that themselves, and the widget to a list at its end. */
function inPlace(list, change) {
  const edge = list.getBoundingClientRect().top;
  const rows = "overflowAnchor" in list.style ? [] : [...list.querySelectorAll("[data-position]")];
  const row = rows.find((row) => row.getBoundingClientRect().bottom > edge);
  const top = row?.getBoundingClientRect().top;
  change();
  if (row) list.scrollTop += row.getBoundingClientRect().top - top;
}

/** One link, which says what the page is called, what it is about and whose it is. */
function cardOf(list, link, told, bubble, cards) {
  // With what a link to the web says of itself.
  const card = link.cloneNode(false);
  card.className = "rj-page rj-preview";
  card.setAttribute("part", "preview");
  card.dataset.testid = "rejoin-preview";
  if (told.image) card.append(pictureOf(list, told));
  const words = element("span");
  const parts = [
    ["rj-preview-title", told.title, "auto"],
    ["rj-preview-text", told.text, "auto"],
    ["rj-preview-host", link.host, "ltr"],
  ];
  for (const [className, textContent, dir] of parts) {
    if (textContent) words.append(Object.assign(element("span"), { className, textContent, dir }), " ");
  }
  card.append(words);
  cards.set(bubble, card);
  return card;
}

/** Decoration: the title says what it shows. One that cannot be had is taken away, and is not tried again. */
function pictureOf(list, told) {
  const picture = element("img");
  // Some browsers begin to fetch it as soon as they know where it is.
  Object.assign(picture, { alt: "", loading: "lazy", referrerPolicy: "no-referrer", src: told.image });
  picture.onerror = () => {
    told.image = undefined;
    inPlace(list, () => picture.remove());
  };
  return picture;
}

const element = (name) => document.createElement(name);

// The options of the calls: what each may be, and what is wrong with those given. docs/chat-api.md explains them.

import { isPlain, isValue } from "./data.js";
import { isTag } from "./language.js";
import { SERVER_TYPES, isOwn, urlOf } from "./server.js";

const is = (type) => (value) => typeof value === type;
const isName = (value) => typeof value === "string" && /^[\w-]+$/.test(value);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isChoice = (one) => isValue(one) || (isObject(one) && isValue(one.value) && isValue(one.label));
const isValues = (value) => isObject(value) && isPlain(value);
const oneOf = (...values) => [values.map((value) => `"${value}"`).join(" or "), (value) => values.includes(value)];

const text = ["a string", is("string")];
const flag = ["true or false", is("boolean")];
const callback = ["a function", is("function")];
const values = ["an object of strings, numbers and booleans", isValues];
const number = ["a number, 0 or more", (value) => typeof value === "number" && value >= 0];
const name = ["letters, digits, _ and -", isName];
const whole = ["a whole number", Number.isSafeInteger];

const [themes, isTheme] = oneOf("harbour", "meadow", "ember", "ink");

const ui = {
  __proto__: null,
  title: text,
  position: oneOf("left", "right"),
  theme: [
    `${themes}, or ${values[0]}, in which \`name\` is one of those`,
    (value) => isTheme(value) || (isValues(value) && isTheme(value.name ?? "harbour")),
  ],
  colorScheme: oneOf("auto", "light", "dark"),
  density: oneOf("comfortable", "compact"),
  zIndex: whole,
  container: [
    "an element, or a selector that matches one",
    (value) => value instanceof Element || (is("string")(value) && find(value) !== null),
  ],
  launcher: flag,
  titleCount: flag,
  emoji: flag,
  linkPreview: callback,
  shadow: oneOf("closed", "open", "none"),
  onBeforeRegistration: callback,
  onBeforeChat: callback,
};

const service = ["a name without slashes", (value) => is("string")(value) && /^[^/?#\s]+$/.test(value)];
const address = ["an address that begins with http: or https:", (value) => urlOf(value) !== undefined];

const gms = {
  __proto__: null,
  type: oneOf(...SERVER_TYPES),
  url: address,
  service,
  channel: ["a channel that begins with a slash", (value) => is("string")(value) && /^\/\S+$/.test(value)],
  filesUrl: address,
  apiKey: text,
};

/** Paths are put behind it. */
const homeserver = [`${address[0]} and has neither ? nor #`, (value) => !!value && address[1](value) && !/[?#]/.test(value)];

const userIds = [
  'an array of user ids like "@kim:example.com"',
  (value) => Array.isArray(value) && value.every((id) => is("string")(id) && /^@[^:\s]+:\S+$/.test(id)),
];

const matrix = {
  __proto__: null,
  type: gms.type,
  homeserver,
  registrationToken: text,
  accountUrl: address,
  invite: userIds,
  alias: [
    'an alias with {id} in it, like "#chat_{id}:example.com"',
    (value) => is("string")(value) && /^#[^:\s]*\{id\}[^:\s]*:\S+$/.test(value),
  ],
  bots: userIds,
  deactivate: flag,
};

/** What names a server, and with it what is asked for though it was not given. */
function checkServer({ transport, serverUrl }, found) {
  if (transport.type !== "matrix") return compare({ url: serverUrl ?? null, ...transport }, gms, "transport.", found);
  compare({ homeserver: null, ...transport }, matrix, "transport.", found);
  const { invite = [], alias, accountUrl } = transport;
  if (!invite.length && !alias && !accountUrl) {
    found.problems.push("transport.invite: expected who is to answer, got nobody. Give `invite`, an `alias` or an `accountUrl`.");
  }
  for (const [one, other] of [
    ["invite", "alias"],
    ["accountUrl", "registrationToken"],
  ]) {
    if (transport[one] !== undefined && transport[other] !== undefined) {
      found.problems.push(`transport.${other}: expected nothing, since there is \`${one}\`.`);
    }
  }
}

const capabilities = { __proto__: null, contiguous: flag, longestMessage: ["", () => true] };

const optional = ["a function, or nothing", (value) => value == null || is("function")(value)];

const transport = Object.fromEntries(
  ["startSession", "getTranscript", "sendMessage", "sendTyping", "leaveSession"]
    .concat(["AgentConnected", "AgentDisconnected", "AgentTyping", "MessageReceived", "SessionEnded", "Error"].map((n) => `on${n}`))
    .map((name) => [name, callback])
    .concat(["init", "restoreSession", "setUserData", "disconnect", "onTicketChanged"].map((name) => [name, optional]))
    .concat([["capabilities", ["an object", (value) => value == null || isObject(value)]]]),
);

const field = {
  __proto__: null,
  name,
  label: text,
  type: oneOf("text", "email", "tel", "textarea", "select", "radio", "checkbox", "hidden"),
  required: flag,
  private: flag,
  value: text,
  options: ["an array", Array.isArray],
  pattern: ["a regular expression as a string", (value) => is("string")(value) && isPattern(value)],
  patternMessage: text,
  autocomplete: text,
};

const common = {
  __proto__: null,
  embedded: flag,
  transport: ["an object", isObject],
  serverUrl: address,
  registration: ["true, false, a function or {fields: [...]}", isRegistration],
  ui: ["true, false or an object", (value) => is("boolean")(value) || isObject(value)],
  language: ['the tag of a language, like "de" or "pt-BR"', isTag],
  localization: ["a URL or an object of strings", isTexts],
  debug: flag,
  logger: ["a function or an object like console", (value) => is("function")(value) || isObject(value)],
  maxOfflineDuration: number,
  disableWebSockets: flag,
  typingPreview: flag,
  markdown: flag,
  visitorId: ["a string or a number", (value) => is("string")(value) || is("number")(value)],
  storage: oneOf("origin", "tab", "none"),
  tabs: oneOf("shared", "exclusive"),
  namespace: name,
  fallback: ["an object with a url", isObject],
  username: text,
  subject: text,
  userData: values,
};

const fallback = { __proto__: null, url: text, text };
const form = { __proto__: null, fields: ["an array", Array.isArray] };

export function isTexts(value) {
  return is("string")(value) || (isObject(value) && Object.values(value).every(is("string")));
}

function find(selector) {
  try {
    return document.querySelector(selector);
  } catch {
    return null;
  }
}

/** The whole of a value must match. */
export const patternOf = (source) => new RegExp(`^(?:${source})$`, "u");

function isPattern(source) {
  try {
    return !!patternOf(source);
  } catch {
    return false;
  }
}

function isRegistration(value) {
  return /^(boolean|function)$/.test(typeof value) || (isObject(value) && Array.isArray(value.fields));
}

const show = (value) => {
  if (is("string")(value)) return `"${value.slice(0, 40)}"`;
  if (/^(number|boolean|undefined)$/.test(typeof value) || value === null) return String(value);
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
};

/** What is wrong with the members of `given`, one sentence each, and the names that nobody knows. */
function compare(given, known, path, found) {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const rule = known[name];
    if (!rule) found.unknown.push(path + name);
    else if (!rule[1](value)) found.problems.push(`${path}${name}: expected ${rule[0]}, got ${show(value)}.`);
  }
}

/** A transport of the page's own: it may have more members than we know. */
function checkOwn(given, found) {
  for (const [name, [expected, fits]] of Object.entries(transport)) {
    const value = given[name];
    if (!fits(value)) found.problems.push(`transport.${name}: expected ${expected}, got ${show(value)}.`);
  }
  if (isObject(given.capabilities)) compare(given.capabilities, capabilities, "transport.capabilities.", found);
}

function checkForm(given, found) {
  compare(given, form, "registration.", found);
  if (!given.fields.length) found.problems.push("registration.fields: expected a field, got none. `registration: false` asks nothing.");
  const names = Object.create(null);
  given.fields.forEach((item, i) => {
    const path = `registration.fields[${i}].`;
    if (isObject(item)) compare({ name: null, ...item }, field, path, found);
    else found.problems.push(`${path.slice(0, -1)}: expected an object, got ${show(item)}.`);
    if (names[item?.name]) found.problems.push(`${path}name: "${item.name}" is there twice.`);
    names[item?.name] = true;
    if (!Array.isArray(item?.options)) return;
    item.options.forEach((one, j) => {
      if (!isChoice(one)) found.problems.push(`${path}options[${j}]: expected a string or {value, label}, got ${show(one)}.`);
    });
  });
}

export function check(given) {
  const found = { problems: [], unknown: [] };
  compare(given, common, "", found);
  if (given.transport?.type !== undefined && !isOwn(given.transport)) checkServer(given, found);
  else if (isObject(given.transport)) checkOwn(given.transport, found);
  if (isObject(given.fallback)) compare({ url: null, ...given.fallback }, fallback, "fallback.", found);
  if (given.ui === false && (given.registration ?? true) !== false && !is("function")(given.registration)) {
    found.problems.push("registration: expected false or a function, since with `ui: false` there is no form.");
  }
  if (isObject(given.ui)) compare(given.ui, ui, "ui.", found);
  if (isObject(given.registration) && isRegistration(given.registration)) checkForm(given.registration, found);
  return found;
}

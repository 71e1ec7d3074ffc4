// Options of a page, checked by ./options.js, as settings that wasm can read without asking back: every member is there
// and has its type.

import { patternOf } from "./options.js";
import { toStrings } from "./data.js";

const MAX_Z = 2147483647;

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function fieldOf(given) {
  const { name, label = name, type = "text", value = "", options = [], pattern } = given;
  const whole = pattern === undefined ? undefined : patternOf(pattern);
  return {
    name,
    label,
    type,
    value,
    required: given.required ?? false,
    private: given.private ?? false,
    options: options.map((one) => (typeof one === "object" ? [String(one.value), String(one.label)] : [String(one), String(one)])),
    fits: whole && ((text) => whole.test(text)),
    patternMessage: given.patternMessage ?? "",
    autocomplete: given.autocomplete,
  };
}

/** The name of a theme, and the custom properties that are set over it. */
function themeOf({ theme = {}, zIndex = MAX_Z }) {
  const { name = "", ...values } = typeof theme === "string" ? { name: theme } : theme;
  const properties = Object.entries(values).map(([name, value]) => [`--rj-${kebab(name)}`, String(value)]);
  return { themeName: name, theme: { ...Object.fromEntries(properties), "--rj-z": String(zIndex) } };
}

/** Where the page's lines end, whatever the language of the widget. */
const sideOf = (host) => (getComputedStyle(host).direction === "rtl" ? "left" : "right");

/** A module that is imported when it is needed; `hash` changes with it. */
const moduleAt = (file, hash) => new URL(`${file}?${hash}`, import.meta.url).href;

function uiOf(ui, host, copy) {
  return {
    host,
    copy,
    shadow: ui.shadow ?? "closed",
    isInline: ui.container !== undefined,
    hasLauncher: ui.launcher ?? true,
    titleCount: ui.titleCount ?? true,
    emoji: (ui.emoji ?? true) ? moduleAt("emoji.js", REJOIN_EMOJI) : undefined,
    linkPreview: ui.linkPreview,
    linkPreviewModule: moduleAt("link_previews.js", REJOIN_LINK_PREVIEWS),
    position: ui.position ?? sideOf(host),
    colorScheme: ui.colorScheme ?? "auto",
    density: ui.density ?? "comfortable",
    ...themeOf(ui),
    onForm: ui.onBeforeRegistration,
    onWindow: ui.onBeforeChat,
  };
}

/** Empty: nobody. */
export const visitorOf = ({ visitorId }) => String(visitorId ?? "");

export function settingsOf(options, { port, server, ui, host, copy, ask }) {
  const { registration = true, userData = {}, username, subject } = options;
  const isCustom = typeof registration === "function";
  const preset = toStrings(userData);
  if (username !== undefined) preset.username = username;
  if (subject !== undefined) preset.subject = subject;
  return {
    port,
    server,
    preset,
    namespace: options.namespace ?? "default",
    storage: options.storage ?? "origin",
    tabs: options.tabs ?? "shared",
    maxOffline: options.maxOfflineDuration ?? 900,
    visitorId: visitorOf(options),
    typingPreview: options.typingPreview ?? false,
    markdown: options.markdown ?? false,
    registration: isCustom ? "custom" : registration === false ? "skip" : "form",
    fields: (registration.fields ?? []).map(fieldOf),
    ask: isCustom ? ask : undefined,
    ui: host && uiOf(ui, host, copy),
  };
}

// What pages write, checked against chat.d.ts; never run. `Every<T>` and `Each<T>` have all members of T, so that
// a member which is added to the types must be added here as well.

import type {
  Chat,
  ChatError,
  ChatPromise,
  ChatSession,
  ChatTransport,
  FailEvent,
  Fallback,
  FormDefinition,
  FormField,
  GmsServer,
  Logger,
  MatrixServer,
  MessageEvent,
  PageConfig,
  Party,
  PartyEvent,
  Registration,
  RegistrationContext,
  RestoreOptions,
  StartOptions,
  Texts,
  Theme,
  Transcript,
  TransportEntry,
  TransportTranscript,
  TypingEvent,
  UiSettings,
  UserData,
} from "../../static/chat";

type Every<T> = Required<T>;
type Each<T> = { [Member in keyof T]-?: (thing: T) => unknown };

declare const session: ChatSession;
declare const transport: ChatTransport;
declare const element: HTMLElement;

// --- A page as such pages are written ---

chat
  .restoreChat({ embedded: true, transport })
  .done(greet)
  .fail((event) => {
    if (event.error) return console.warn(event.error.code, event.error.description, event.error.retryable);
    element.onclick = () => chat.startChat({ embedded: true, transport }).done(greet);
  });

function greet(started: ChatSession) {
  started.onMessageReceived((event) => console.log(event.party.name, event.content.text));
}

const same: Chat = window.chat;
same.onReady((ready) => ready.startChat());

async function awaited() {
  try {
    const restored: ChatSession = await chat.restoreChat({ embedded: true });
    const { messages }: Transcript = await restored.getTranscript({ fromIndex: 3 });
    const { messageId } = await restored.sendMessage("hello");
    return [messages.length, messageId.length];
  } catch (event) {
    return (event as FailEvent).error?.code;
  }
}
void awaited().then((lengths) => lengths);

// --- The chat object and its promises ---

const chatCalls: Each<Chat> = {
  version: (it) => it.version.split("."),
  startChat: (it) => [it.startChat(), it.startChat({}), it.startChat(startOptions)],
  forget: (it) => [it.forget(), it.forget({ namespace: "shop" }).done(() => location.reload())],
  restoreChat: (it) => [it.restoreChat(), it.restoreChat({ embedded: true }), it.restoreChat(restoreOptions)],
  onSession: (it) => it.onSession((running) => running.id.length),
  onBeforeChatOptionsApplied: (it) =>
    it.onBeforeChatOptionsApplied((options) => {
      options.userData = { ...options.userData, page: location.pathname };
    }),
  onReady: (it) => it.onReady((ready) => ready.version),
  isMinimized: (it) => it.isMinimized() === false,
  toggle: (it) => it.toggle(),
  close: (it) => it.close(),
  destroy: (it) => it.destroy(),
};

// @ts-expect-error embedded must be true
chat.restoreChat({ embedded: false });
// @ts-expect-error embedded must be given
chat.restoreChat({ transport });
// @ts-expect-error unknown option
chat.startChat({ embeded: true });
// @ts-expect-error no such call
chat.stopChat();
// @ts-expect-error is read only
chat.version = "2";

const promiseCalls: Each<ChatPromise<ChatSession>> = {
  done: (it) => it.done((started) => started.id).done(greet).fail(() => {}),
  fail: (it) => it.fail((event) => event.error?.code.toFixed()).done(greet),
  always: (it) => it.always((either) => either).done(greet),
  then: (it) => it.then((started) => started.id, (event: FailEvent) => event.error),
  catch: (it) => it.catch((event) => event.error?.code).then((either) => either),
};

// @ts-expect-error the error may be missing
chat.startChat().fail((event) => event.error.code);
// @ts-expect-error gives a session
chat.startChat().done((text: string) => text);

const error: Every<ChatError> = { code: 211, description: "", retryable: true };

// --- Options ---

const startOptions: Every<StartOptions> = {
  transport,
  serverUrl: "https://chat.example.com/cometd",
  registration: true,
  ui: true,
  language: "fi",
  localization: "/texts/{language}.json",
  debug: true,
  logger: console,
  maxOfflineDuration: 600,
  disableWebSockets: true,
  typingPreview: true,
  markdown: true,
  visitorId: 17,
  storage: "tab",
  tabs: "exclusive",
  namespace: "support",
  fallback: { url: "mailto:help@example.com" },
  embedded: true,
  username: "Ann",
  subject: "Delivery",
  userData: { customer: 17, vip: true, segment: "b" },
};

const restoreOptions: Every<RestoreOptions> = { ...startOptions, embedded: true };
// One object serves both calls.
const bothCalls: RestoreOptions = { embedded: true, transport, username: "Ann" };
chat.restoreChat(bothCalls).fail(() => chat.startChat(bothCalls));

const pageConfig: Every<PageConfig> = {
  ...startOptions,
  autoRestore: false,
  onReady: [(ready) => ready.version],
  launcher: true,
};
window.rejoinConfig = pageConfig;
window.rejoinConfig = { onReady: (ready) => ready.restoreChat({ embedded: true }) };
window._gwc = { serverUrl: "https://chat.example.com/cometd", autoRestore: false };
window._genesys = { chat: { registration: false, onReady: [] } };

const oneOfEach: StartOptions[] = [
  { storage: "origin" },
  { storage: "none" },
  { ui: false },
  { registration: false },
  { localization: { regSubmit: "Lähetä" } },
  { embedded: false },
];

// @ts-expect-error seconds
chat.startChat({ maxOfflineDuration: "900" });
// @ts-expect-error not a storage
chat.startChat({ storage: "cookie" });
// @ts-expect-error a nested value cannot be sent
chat.startChat({ userData: { name: { first: "Ann" } } });
// @ts-expect-error is a transport, not its name
chat.startChat({ transport: "cometd" });
// @ts-expect-error only of the page
chat.startChat({ autoRestore: false });

const gms: Every<GmsServer> = {
  type: "gms",
  url: "https://gms.example.com/genesys/cometd",
  service: "customer-support",
  channel: "/service/chatV2/customer-support",
  filesUrl: "https://gms.example.com/genesys/2/chat-ntf",
  apiKey: "site-2026",
};
chat.startChat({ transport: gms });
chat.restoreChat({ embedded: true, transport: { type: "gms-rest", url: "/genesys/2/chat", service: "sales" } });
chat.startChat({ serverUrl: "https://gms.example.com/genesys/cometd", transport: { type: "gms" } });
// @ts-expect-error no such kind of server
chat.startChat({ transport: { type: "cometd", url: "/genesys/cometd" } });
// @ts-expect-error a name, not a list of them
chat.startChat({ transport: { type: "gms", service: ["sales"] } });

const matrix: Every<MatrixServer> = {
  type: "matrix",
  homeserver: "https://matrix.example.com",
  registrationToken: "site-2026",
  accountUrl: "/chat/account",
  invite: ["@kim:example.com"],
  alias: "#chat_{id}:example.com",
  bots: ["@desk_bot:example.com"],
  deactivate: true,
};
chat.startChat({ transport: matrix });
chat.restoreChat({ embedded: true, transport: { type: "matrix", homeserver: "/", invite: ["@kim:example.com"] } });
// @ts-expect-error which homeserver
chat.startChat({ transport: { type: "matrix", invite: ["@kim:example.com"] } });
// @ts-expect-error an array of users
chat.startChat({ transport: { type: "matrix", homeserver: "/", invite: "@kim:example.com" } });

const fallback: Every<Fallback> = { url: "/contact", text: "Write to us" };
const texts: Texts = { formSubmit: "Lähetä", joined: "{name} liittyi" };
const loggers: Logger[] = [console, (level, line) => [level === "warn", line], { warn: (line) => line.length }, {}];
// @ts-expect-error no such level
const strangeLogger: Logger = (level: "loud", line: string) => line;

// --- Registration ---

const field: Every<FormField> = {
  name: "email",
  label: "E-mail",
  type: "email",
  required: true,
  private: false,
  value: "",
  options: ["a", { value: "b", label: "B" }],
  pattern: ".+@example\\.com",
  patternMessage: "An address of ours, please.",
  autocomplete: "email",
};
const form: Every<FormDefinition> = { fields: [field, { name: "topic", type: "select", options: ["Sales"] }] };
chat.startChat({ registration: form });
// @ts-expect-error no such control
chat.startChat({ registration: { fields: [{ name: "when", type: "date" }] } });
// @ts-expect-error a field has a name
chat.startChat({ registration: { fields: [{ label: "When" }] } });

const contextCalls: Each<RegistrationContext> = {
  restored: (it) => it.restored === true,
  data: (it) => it.data["email"]?.length,
  keep: (it) => it.keep({ email: "ann@example.com", step: 2 }),
  cancel: (it) => it.cancel(),
};
const ask: Registration = (done, context) => (context.restored ? done(context.data) : done());
const askSimply: Registration = (done) => done({ language: "fi" });
chat.startChat({ registration: ask });
chat.restoreChat({ embedded: true, registration: askSimply });
// @ts-expect-error an object of values
const askBadly: Registration = (done) => done("Ann");

// --- How it is drawn ---

const tokens: Every<Omit<Theme, "name">> = {
  accent: "#085",
  onAccent: "#085",
  surface: "#085",
  text: "#085",
  warn: "#085",
  onWarn: "#085",
  danger: "#085",
  shade: "0 0 0",
  muted: "#085",
  edge: "#085",
  line: "#085",
  bubble: "#085",
  onBubble: "#085",
  own: "#085",
  onOwn: "#085",
  font: "Georgia, serif",
  size: "1em",
  large: "1em",
  small: "1em",
  tiny: "1em",
  spaceXs: "4px",
  spaceS: "4px",
  spaceM: "4px",
  spaceL: "4px",
  spaceXl: "4px",
  control: "1em",
  width: "1em",
  height: "1em",
  radius: "4px",
  radiusBubble: "4px",
  radiusJoint: "4px",
  radiusControl: "4px",
  shadowSmall: "none",
  shadow: "none",
  time: "0.1s",
  ease: "ease",
};
const ui: Every<UiSettings> = {
  title: "Help",
  position: "left",
  theme: { name: "meadow", ...tokens },
  colorScheme: "light",
  density: "compact",
  zIndex: 10,
  container: "#chat",
  launcher: false,
  titleCount: false,
  emoji: false,
  linkPreview: async (url) => (url.endsWith("/") ? { title: url, text: "About it", image: "/picture.png" } : null),
  shadow: "none",
  onBeforeRegistration: (node) => node.elements.length,
  onBeforeChat: (node) => node.querySelector("textarea")?.focus(),
};
chat.startChat({ ui });
chat.startChat({ ui: { container: element, shadow: "open", position: "right" } });
chat.startChat({ ui: { linkPreview: (url) => ({ title: url }) } });
chat.startChat({ ui: { linkPreview: () => undefined } });
// @ts-expect-error no title
chat.startChat({ ui: { linkPreview: async () => ({ text: "About it" }) } });
// @ts-expect-error no such side
chat.startChat({ ui: { position: "top" } });
chat.startChat({ ui: { theme: "ink", colorScheme: "auto", density: "comfortable" } });
// @ts-expect-error no such theme
chat.startChat({ ui: { theme: "moss" } });
// @ts-expect-error no such property
chat.startChat({ ui: { theme: { colour: "red" } } });

// --- The session ---

const sessionCalls: Each<ChatSession> = {
  id: (it) => it.id.length,
  sendMessage: (it) => [
    it.sendMessage("hello").done(({ messageId }) => messageId.length),
    it.sendMessage({ message: "hello" }),
    it.sendMessage({ message: "hello", type: "text" }).fail((event) => event.error?.code),
  ],
  sendTyping: (it) => [it.sendTyping(), it.sendTyping({}), it.sendTyping({ isTyping: false }).done(() => {})],
  getTranscript: (it) => [
    it.getTranscript(),
    it.getTranscript({ fromIndex: 0 }).done(({ messages }) => messages.map(describe)),
  ],
  setUserData: (it) => it.setUserData({ order: 12 }).done(() => {}),
  setLanguage: (it) => it.setLanguage("fr", { title: "Bonjour" }).fail(({ error }) => error?.code),
  sendFile: (it) => it.sendFile(new File(["x"], "x.txt")).done(({ fileId }) => fileId.length),
  getFileLimits: (it) => it.getFileLimits().done(({ limits }) => limits["upload-max-files"]),
  downloadFile: (it) => it.downloadFile("f-1").done(({ file }) => file.size),
  deleteFile: (it) => it.deleteFile("f-1").done(() => {}),
  leave: (it) => it.leave().done(() => {}).fail((event) => event.error),
  onAgentConnected: (it) => it.onAgentConnected((event: PartyEvent) => event.party.name),
  onAgentDisconnected: (it) => it.onAgentDisconnected((event: PartyEvent) => event.index + event.timestamp),
  onAgentTyping: (it) => it.onAgentTyping((event: TypingEvent) => event.isTyping && event.party.name),
  onMessageReceived: (it) => it.onMessageReceived(describe),
  onMessageChanged: (it) => it.onMessageChanged(describe),
  onSessionEnded: (it) => it.onSessionEnded((event) => event.type),
  onError: (it) => it.onError((event) => event.error.code),
  onConnectionLost: (it) => it.onConnectionLost((event) => event.type),
  onConnectionRestored: (it) => it.onConnectionRestored((event) => event.type).onSessionEnded(() => {}),
};

function describe(entry: PartyEvent | MessageEvent) {
  const words = "content" in entry ? entry.content.text : "";
  return `${who(entry.party)} ${words}`;
}

/** Both ways of asking for a type are in use. */
function who(party: Party) {
  if (party.type == "Agent" || party.type.agent) return party.name;
  if (party.type == "External" || party.type.external) return "the system";
  return party.type == "Client" && party.type.client ? "you" : String(party.id);
}

session.onMessageReceived((event) => {
  const isLink = event.content.type == "url" || event.content.type.url;
  const isText = event.content.type == "text" || event.content.type.text;
  return [isLink, isText, event.messageId?.length, event.replies?.join()];
});

// @ts-expect-error no such party
session.onAgentConnected((event) => event.party.type == "Robot");
// @ts-expect-error a text, or an object with one
session.sendMessage(17);
session.sendMessage({ message: "https://example.com/", type: "url" }).then(({ messageId }) => messageId.length);
// @ts-expect-error a file has no such type
session.sendMessage({ message: "x", type: "file" });
// @ts-expect-error a number
session.getTranscript({ fromIndex: "3" });
// @ts-expect-error is read only
session.id = "7";

// --- A transport ---

declare function post<T>(what: string, body?: unknown): Promise<T>;
const entry: Every<TransportEntry> = {
  type: "MessageReceived",
  index: 3,
  timestamp: Date.now(),
  party: { id: 7, type: "Agent", name: "Bea" },
  content: { text: "hello", type: "text" },
  messageId: "m-1",
  replies: ["Yes", "No"],
};
const transcript: Every<TransportTranscript> = { messages: [entry], ended: false, ticket: { secret: "s" } };

const everyMember: Every<ChatTransport> = {
  capabilities: { contiguous: true, longestMessage: 4000 },
  init: ({ disableWebSockets, debug, serverUrl }) => post("init", [disableWebSockets, debug, serverUrl?.length]),
  startSession: ({ startId, username, subject, userData, complete }) =>
    post("start", { startId, username, subject: subject?.trim(), userData, complete: complete === true }),
  restoreSession: ({ sessionId, ticket, fromIndex }) =>
    post("restore", [sessionId, ticket, fromIndex]).then(() => transcript),
  getTranscript: ({ fromIndex }) => post("transcript", fromIndex + 0),
  sendMessage: ({ message, type, messageId }) => post("message", [message, type, messageId]),
  sendTyping: ({ isTyping }) => void post("typing", isTyping),
  setUserData: (data) => post("data", Object.keys(data)),
  leaveSession: () => post("leave"),
  disconnect: () => {},
  onAgentConnected: (callback) => callback({ ...entry, type: "AgentConnected" }),
  onAgentDisconnected: (callback) => callback({ type: "AgentDisconnected", index: 4, party: entry.party }),
  onAgentTyping: (callback) => callback({ party: entry.party, isTyping: true }),
  onMessageReceived: (callback) => callback(entry),
  onSessionEnded: (callback) => callback(),
  onError: (callback) => callback({ error: { code: 210, description: "" } }),
  onTicketChanged: (callback) => callback("new"),
};

/** As jQuery's promises are. */
function deferred<T>(value: T) {
  const promise = {
    done: (callback: (value: T) => void) => (callback(value), promise),
    fail: (_callback: (reason?: unknown) => void) => promise,
  };
  return promise;
}

/** No more than what is asked for. */
class SmallTransport implements ChatTransport {
  startSession() {
    return deferred({ sessionId: 7 });
  }
  getTranscript() {
    return deferred({ messages: [] });
  }
  sendMessage(_options: { message: string }) {
    return deferred(undefined);
  }
  sendTyping() {}
  leaveSession() {
    return deferred(undefined);
  }
  onAgentConnected() {}
  onAgentDisconnected() {}
  onAgentTyping() {}
  onMessageReceived() {}
  onSessionEnded() {}
  onError() {}
}
chat.startChat({ transport: new SmallTransport() });
// @ts-expect-error much is missing
chat.startChat({ transport: { sendMessage: () => deferred(null) } });
// @ts-expect-error settles at once with something else
chat.startChat({ transport: { ...everyMember, startSession: () => "session" } });

// Read, so that each counts as used.
export const all = [
  chatCalls, promiseCalls, sessionCalls, contextCalls, error, restoreOptions, oneOfEach, fallback, texts, loggers,
  strangeLogger, askBadly,
] satisfies unknown[];
export const data: UserData = { a: 1, b: "two", c: true };

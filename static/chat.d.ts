/**
 * The `chat` object that `chat.js` puts on a page, what is given to it and what it gives back.
 * Prose, examples and the table of error codes: docs/chat-api.md, docs/transport.md, docs/errors.md.
 */

declare global {
  interface Window {
    /** Under another name where the script tag has `data-name`. */
    chat: Chat;
    /** Settings for the whole page; set before the script. `_gwc` and `_genesys.chat` are read as well. */
    rejoinConfig?: PageConfig;
    _gwc?: PageConfig;
    _genesys?: { chat?: PageConfig; [other: string]: unknown };
  }
  const chat: Chat;
}

export interface Chat {
  /** Of the script. */
  readonly version: string;
  /** Starts a chat. What is not given is taken from the page's settings. `done` comes when the server has created the session. */
  startChat(options?: StartOptions): ChatPromise<ChatSession>;
  /** Brings back the chat that was going on when the last page went. `fail` without `event.error`: there was none. */
  restoreChat(options?: RestoreOptions): ChatPromise<ChatSession>;
  /**
   * The visitor has logged out: ends the chat that is running or stored, takes it off all pages of the site, and erases
   * what is stored of it, before it returns. The server is told a moment later.
   */
  forget(options?: StartOptions): ChatPromise<void>;
  /** Called with each session, started or restored; at once where one is running. */
  onSession(callback: (session: ChatSession) => void): void;
  /** Called with the options of each call, which may be changed, before they are checked. */
  onBeforeChatOptionsApplied(callback: (options: StartOptions) => void): void;
  /** Called with this object, at once. */
  onReady(callback: (chat: Chat) => void): void;
  /** Whether there is a chat whose window is not open. */
  isMinimized(): boolean;
  /** Minimises the window, or opens it. Does nothing without a chat, nor to one in a container. */
  toggle(): void;
  /** What the cross in the window does, without asking: gives up registering, ends a chat, puts an ended one away. */
  close(): void;
  /** Takes everything off the page. The chat goes on: `restoreChat` brings it back. */
  destroy(): void;
}

/**
 * What every call gives: `done` and `fail`, each any number of times and at any time, and `await`.
 * Callbacks run in the order in which they were added; one that throws is logged and hinders no other.
 */
export interface ChatPromise<T> extends PromiseLike<T> {
  done(callback: (value: T) => void): this;
  fail(callback: (event: FailEvent) => void): this;
  /** `done` and `fail` at once. */
  always(callback: (value: T | FailEvent) => void): this;
  catch<R = never>(callback: (event: FailEvent) => R | PromiseLike<R>): Promise<T | R>;
}

export interface FailEvent {
  /** Missing where `restoreChat` found nothing to restore. */
  error?: ChatError;
}

export interface ChatError {
  /** See docs/errors.md; stays the same for ever. */
  code: number;
  /** A sentence in English. */
  description: string;
  /** Whether the same call can succeed later without anything being changed. */
  retryable: boolean;
}

/** Options of both calls. Give the same to both: functions and elements cannot be stored. */
export interface StartOptions {
  /** Default `true`, which is logged once. `false`, the old popup mode, fails with error 202. */
  embedded?: boolean;
  /** Carries the chat: a server that we know how to speak to, or a transport of your own (docs/transport.md). */
  transport?: Server | ChatTransport;
  /** URL of the CometD endpoint of a Genesys server: the same as `transport: {type: "gms", url}`. See docs/genesys.md. */
  serverUrl?: string;
  /** `true` (default): the built-in form; `false`: nothing is asked; a form of your fields; or a function of yours. */
  registration?: boolean | FormDefinition | Registration;
  /** `false`: nothing is drawn, and everything goes through the session. */
  ui?: boolean | UiSettings;
  /** The tag of the widget's language, such as `"de"`. Default: the page's (`<html lang>`), else the visitor's. */
  language?: string;
  /** Texts by name, or the URL of a JSON file with them, in which `{language}` is the language. They go over ours. */
  localization?: string | Texts;
  /** Logs more. Default `false`. */
  debug?: boolean;
  /** Gets the log instead of the console. */
  logger?: Logger;
  /** Away longer than this many seconds, a visitor starts anew. Default 900; each use of the page counts anew. */
  maxOfflineDuration?: number;
  /** No WebSocket is opened: long-polling is used at once. Handed to the `init` of a transport of your own. */
  disableWebSockets?: boolean;
  /** The agent sees what the visitor types before it is sent. Tell your visitors. Default `false`. */
  typingPreview?: boolean;
  /** Marks in plain messages, as in `**this**`, give them form; their `text` is then without. Default `false`. */
  markdown?: boolean;
  /** Who the visitor is, where they have logged in: a stored chat of somebody else is erased and not shown. */
  visitorId?: string | number;
  /** `"origin"` (default): kept in localStorage; `"tab"`: in sessionStorage; `"none"`: lost with the page. */
  storage?: "origin" | "tab" | "none";
  /** Whether all pages of the site show the chat, or one only; the others then fail with 201. Default: `"shared"`. */
  tabs?: "shared" | "exclusive";
  /** Keeps apart the chats of several widgets on one site. Default `"default"`. */
  namespace?: string;
  /** Shown where the chat cannot run in this browser. */
  fallback?: Fallback;
  /** The visitor's name. Default: what the form says, else `"User"`. */
  username?: string;
  subject?: string;
  /** Sent to the server at the start. What the visitor enters goes over it. */
  userData?: UserData;
}

export interface RestoreOptions extends StartOptions {
  /** Must be `true`: error 203 otherwise. */
  embedded: true;
}

/** Settings of the page: options of both calls, and when to act on them. */
export interface PageConfig extends StartOptions {
  /** Whether the script calls `restoreChat` by itself. Default `true`. */
  autoRestore?: boolean;
  /** Called with the `chat` object; an array can be pushed to later. */
  onReady?: ((chat: Chat) => void) | Array<(chat: Chat) => void>;
  /** A button that starts a chat with these settings. Default `false`. */
  launcher?: boolean;
}

export interface Fallback {
  /** `https:`, `http:`, `mailto:`, `tel:`, or relative to the page. */
  url: string;
  /** Default "Contact us". */
  text?: string;
}

export type UserData = Record<string, string | number | boolean>;
export type LogLevel = "debug" | "info" | "warn" | "error";
export type Logger =
  | ((level: LogLevel, line: string) => void)
  | { debug?(line: string): void; info?(line: string): void; warn?(line: string): void; error?(line: string): void };

// --- The form ---

export interface FormDefinition {
  /** One or more: with the option `registration: false` nothing is asked. */
  fields: FormField[];
}

export interface FormField {
  /** Its key in the data; letters, digits, `_` and `-`. */
  name: string;
  /** Default: the name. */
  label?: string;
  /** Default `"text"`. */
  type?: "text" | "email" | "tel" | "textarea" | "select" | "radio" | "checkbox" | "hidden";
  required?: boolean;
  /** Never stored: gone after a reload. */
  private?: boolean;
  /** What it starts with. */
  value?: string;
  /** Of `select` and `radio`. */
  options?: Array<string | { value: string; label: string }>;
  /** A regular expression which the whole value must match when it is filled. */
  pattern?: string;
  /** Said when it does not. */
  patternMessage?: string;
  /** A token of the HTML attribute of this name. */
  autocomplete?: string;
}

/**
 * Asks in a way of its own. Called when a chat is to start, and again when a page went during registration and the
 * chat is restored. Nothing is drawn meanwhile. If it throws or rejects, the call fails with error 232.
 */
export type Registration = (done: (data?: UserData | FormData) => void, context: RegistrationContext) => void;

export interface RegistrationContext {
  /** Whether this page was reached in the middle of a registration. */
  readonly restored: boolean;
  /** What was kept before. */
  readonly data: Record<string, string>;
  /** Keeps values, so that they are in `data` after a reload. */
  keep(values: UserData): void;
  /** No chat after all: the call fails with error 230. */
  cancel(): void;
}

// --- How it is drawn ---

export interface UiSettings {
  /** Of the window. */
  title?: string;
  /** Side of the page. Default: where lines end in the page's direction. */
  position?: "left" | "right";
  /** A ready theme by its name, or your values, over the one of that `name`. Default `"harbour"`. See docs/theming.md. */
  theme?: ThemeName | Theme;
  /** Default `"auto"`: as the visitor's device is. */
  colorScheme?: "auto" | "light" | "dark";
  /** How much room things take. Default `"comfortable"`. */
  density?: "comfortable" | "compact";
  /** Default 2147483647. */
  zIndex?: number;
  /** Draws the chat inside this element, or the first that matches the selector, instead of floating over the page. */
  container?: Element | string;
  /** Whether a button shows the minimised chat. Default `true`; with `false` use `chat.toggle()`. */
  launcher?: boolean;
  /** Whether a page that nobody sees has the number of unread messages in front of its title. Default `true`. */
  titleCount?: boolean;
  /** Whether there are emoji to choose from beside the composer, where the visitor has a mouse. Default `true`. */
  emoji?: boolean;
  /**
   * Tells of the page at an address that a message leads to, for a card below the words. Asked once for each address, when
   * the visitor sees the message. Without it, where it gives nothing, and where it fails there is the link alone.
   */
  linkPreview?(url: string): LinkPreview | null | undefined | PromiseLike<LinkPreview | null | undefined>;
  /** `"closed"` (default), `"open"`: inside a shadow root; `"none"`: the page's own styles and selectors reach the chat. */
  shadow?: "closed" | "open" | "none";
  /** Gets the form before it is shown; it may be changed. */
  onBeforeRegistration?(form: HTMLFormElement): void;
  /** Gets the chat's window before it is shown; it may be changed. */
  onBeforeChat?(node: HTMLElement): void;
}

/** What is told of a page. All of it is shown as text, and cut where it is too long. */
export interface LinkPreview {
  /** What it is called. Without a title there is no card. */
  title: string;
  /** What it is about. */
  text?: string;
  /** Of a picture: `https:`, relative to your page, or `data:image/…`. The visitor's browser fetches it from there. */
  image?: string;
}

export type ThemeName = "harbour" | "meadow" | "ember" | "ink";

/** A ready theme by its `name`, and what is to be otherwise, each a CSS value: the tokens of docs/theming.md. */
export interface Theme {
  name?: ThemeName;
  accent?: string;
  onAccent?: string;
  surface?: string;
  text?: string;
  warn?: string;
  onWarn?: string;
  danger?: string;
  shade?: string;
  muted?: string;
  edge?: string;
  line?: string;
  bubble?: string;
  onBubble?: string;
  own?: string;
  onOwn?: string;
  font?: string;
  size?: string;
  large?: string;
  small?: string;
  tiny?: string;
  spaceXs?: string;
  spaceS?: string;
  spaceM?: string;
  spaceL?: string;
  spaceXl?: string;
  control?: string;
  width?: string;
  height?: string;
  radius?: string;
  radiusBubble?: string;
  radiusJoint?: string;
  radiusControl?: string;
  shadowSmall?: string;
  shadow?: string;
  time?: string;
  ease?: string;
}

/** Names and English texts: docs/chat-api.md. `{name}`, `{count}` and `{sign}` stand for what is put there. */
export type Texts = Record<string, string>;

// --- The session ---

export interface ChatSession {
  /** The server's name for it. */
  readonly id: string;
  /** `done` when the server has it. It is stored first, and sent until then, over reloads too. */
  sendMessage(message: string | { message: string; type?: MessageType }): ChatPromise<{ messageId: string }>;
  /** Without an argument: the visitor types. */
  sendTyping(options?: { isTyping?: boolean }): ChatPromise<void>;
  /** What the server has confirmed, from that index on. Default 0: everything. */
  getTranscript(options?: { fromIndex?: number }): ChatPromise<Transcript>;
  /** `done` when the server has it. */
  setUserData(data: UserData): ChatPromise<void>;
  /** Speaks another language, with texts of your own in the place of the `localization` so far. 242 without texts. */
  setLanguage(language: string, localization?: string | Texts): ChatPromise<void>;
  /** Sends a file. It is not stored: one that fails is to be sent again. 235 when the server does not take it. */
  sendFile(file: File): ChatPromise<{ fileId: string }>;
  /** What may be sent, as the server names and counts it. */
  getFileLimits(): ChatPromise<{ limits: Record<string, string> }>;
  /** Fetches a file that was sent; its id is in `event.content.fileId`. */
  downloadFile(fileId: string): ChatPromise<{ file: Blob }>;
  /** Takes a file of the visitor's back. */
  deleteFile(fileId: string): ChatPromise<void>;
  /** Ends the chat. `done` when the server knows, or could not be told in time. */
  leave(): ChatPromise<void>;
  onAgentConnected(callback: (event: PartyEvent) => void): this;
  onAgentDisconnected(callback: (event: PartyEvent) => void): this;
  onAgentTyping(callback: (event: TypingEvent) => void): this;
  /** The visitor's own messages too, once the server has them. */
  onMessageReceived(callback: (event: MessageEvent) => void): this;
  /** A message says something else now, was removed (`content.type` is `"removed"`), or was answered with a sign. */
  onMessageChanged(callback: (event: MessageEvent) => void): this;
  onSessionEnded(callback: (event: SessionEvent) => void): this;
  onError(callback: (event: Required<FailEvent>) => void): this;
  onConnectionLost(callback: (event: SessionEvent) => void): this;
  onConnectionRestored(callback: (event: SessionEvent) => void): this;
}

export interface SessionEvent {
  type: string;
}

export interface PartyEvent extends SessionEvent {
  /** Grows in the server's order; two events with the same index are the same event. */
  index: number;
  /** Milliseconds since 1970, by the server's clock. */
  timestamp: number;
  party: Party;
}

export interface MessageEvent extends PartyEvent {
  /** With the type `"file"`: the text is the file's name; with `"removed"`: none. */
  content: { text: string; type: ContentType; fileId?: string };
  /** On the visitor's own messages: what `sendMessage` told. */
  messageId?: string;
  /** Answers that the other side suggests. */
  replies?: string[];
}

export interface TypingEvent extends SessionEvent {
  party: Party;
  isTyping: boolean;
}

export interface Party {
  /** 1 the visitor, 2 the system; an agent's is the server's. */
  id: number | string;
  name: string;
  type: PartyType;
}

/** Both a name and a map of booleans. Being an object, it is equal to a name by `==`, never by `===` or in a `switch`. */
export type PartyType = ("Client" | "Agent" | "External") & { client: boolean; agent: boolean; external: boolean };

/** As `PartyType`. */
export type ContentType = ("text" | "url" | "file" | "removed") & {
  text: boolean;
  url: boolean;
  file: boolean;
  removed: boolean;
};

export interface Transcript {
  messages: Array<PartyEvent | MessageEvent>;
}

/** `"url"`: an address that the agent is to look at; `"notice"`: something for the program on the agent's side. */
export type MessageType = "text" | "url" | "notice";

// --- Servers that we know how to speak to: docs/genesys.md, docs/matrix.md ---

export type Server = GmsServer | MatrixServer;

/** Genesys Mobile Services, Chat API Version 2. */
export interface GmsServer {
  /** `"gms"`: over CometD, by WebSocket or long-polling; `"gms-rest"`: over REST. */
  type: "gms" | "gms-rest";
  /**
   * The endpoint: `https://…/genesys/cometd`, or `https://…/genesys/2/chat`. May be relative to the page. Default:
   * `serverUrl`.
   */
  url?: string;
  /** The name of the chat service. Default `"customer-support"`; over REST: what the URL ends with. */
  service?: string;
  /** CometD: the channel, where it is not `/service/chatV2/<service>`. */
  channel?: string;
  /** CometD: the endpoint for files, where it is not `2/chat-ntf` beside `url`. */
  filesUrl?: string;
  /** REST: sent as the header `apikey`, for gateways that want one. It is no secret: every visitor can read it. */
  apiKey?: string;
}

/** A Matrix homeserver. Agents answer in any Matrix client. */
export interface MatrixServer {
  type: "matrix";
  /** Where its client-server API is: `"https://matrix.example.com"`. May be relative to the page. */
  homeserver: string;
  /**
   * How visitors get an account: by registration with this token. Without it and `accountUrl`: by registration that is
   * open to everybody, which is for development.
   */
  registrationToken?: string;
  /** How visitors get an account: from an endpoint of yours, which docs/matrix.md describes. */
  accountUrl?: string;
  /** Who is invited to the room of each chat: agents, or a bot that finds some. Needed without `alias` and `accountUrl`. */
  invite?: string[];
  /** Instead: an alias in which `{id}` stands for what is the chat's own. An application service makes the room. */
  alias?: string;
  /** Programs among those who answer. They are no agents. */
  bots?: string[];
  /** Deactivate the account at the end of the chat. Default `false`: it is logged out. */
  deactivate?: boolean;
}

// --- A transport of your own: the contract is explained in docs/transport.md ---

/** `done`/`fail` or a promise. */
export type Settles<T> =
  | PromiseLike<T>
  | { done(callback: (value: T) => void): unknown; fail(callback: (event?: unknown) => void): unknown };

export interface ChatTransport {
  capabilities?: {
    /** The server counts its entries without gaps, so that a missing one shows at once. */
    contiguous?: boolean;
    /** The longest message that the server takes, in bytes of UTF-8. What is longer is not sent. Default: no limit. */
    longestMessage?: number;
  };
  /** Called once, before anything else. */
  init?(settings: { disableWebSockets: boolean; debug: boolean; serverUrl?: string }): Settles<unknown> | void;
  /**
   * Starts a session and begins to deliver. Under a `startId` seen before: gives the same session. Without `complete`
   * private fields are missing from `userData`: then an existing session is given or the call fails with code 213.
   */
  startSession(options: {
    startId: string;
    username: string;
    subject?: string;
    userData: Record<string, string>;
    complete: boolean;
  }): Settles<{ sessionId: string | number; ticket?: unknown }>;
  /**
   * Goes on with a session and begins to deliver. Gives all entries from that index on. Fails with code 210: there is no
   * such session. Without this member no chat survives its page.
   */
  restoreSession?(options: { sessionId: string; ticket: unknown; fromIndex: number }): Settles<TransportTranscript>;
  /** All entries from that index on; also asked now and then to see that the connection lives. */
  getTranscript(options: { fromIndex: number }): Settles<TransportTranscript>;
  /** Settles when the server has it. Under a `messageId` seen before: adds nothing, and succeeds. */
  sendMessage(options: { message: string; type: MessageType; messageId: string }): Settles<unknown>;
  /** `message`: what is typed, where the option `typingPreview` is on. */
  sendTyping(options: { isTyping: boolean; message?: string }): Settles<unknown> | void;
  setUserData?(data: Record<string, string>): Settles<unknown>;
  leaveSession(options: object): Settles<unknown>;
  /** Stop delivering; the session goes on. */
  disconnect?(): void;
  onAgentConnected(callback: (entry: TransportEntry) => void): void;
  onAgentDisconnected(callback: (entry: TransportEntry) => void): void;
  onAgentTyping(callback: (event: { party: TransportParty; isTyping: boolean }) => void): void;
  onMessageReceived(callback: (entry: TransportEntry) => void): void;
  onSessionEnded(callback: (event?: unknown) => void): void;
  /** Code 210: the server no longer knows the session. Anything else: the connection is lost, and is made again. */
  onError(callback: (event?: unknown) => void): void;
  /** The ticket is to be replaced. */
  onTicketChanged?(callback: (ticket: unknown) => void): void;
}

export interface TransportTranscript {
  messages: TransportEntry[];
  /** Whether the session is over. */
  ended?: boolean;
  ticket?: unknown;
}

export interface TransportEntry {
  type: "MessageReceived" | "AgentConnected" | "AgentDisconnected" | "Notice" | string;
  /** Its place: a whole number, unique within the session, growing. */
  index: number;
  /** Milliseconds since 1970. */
  timestamp?: number;
  party: TransportParty;
  content?: { text: string; type?: "text" | "url" | string };
  /** On the visitor's own messages: the one they were sent under. */
  messageId?: string;
  /** Answers to choose from: at most 10, of at most 100 characters. */
  replies?: string[];
}

export interface TransportParty {
  id: number | string;
  type: "Client" | "Agent" | "External";
  name?: string;
}

// One connection of a browser's, the one to the server that goes with it, and what befalls them.

import { connect } from "node:net";
import { Flow } from "./flow.mjs";
import { Requests } from "./requests.mjs";
import { inWords } from "./schedule.mjs";

/** Enough for a browser to see that an answer begins: it then does not ask again by itself. */
const BEGINNING = 12;

export class Line {
  isOver = false;
  #proxy;
  #number;
  #client;
  #server;
  #up;
  #down;
  #requests = new Requests();
  #fate = { fate: "pass" };
  #timer = null;
  /** Since when an answer may be lost, where one may. */
  #loss = null;
  /** Pieces since the decision. An answer may come in several; then one of its pieces is lost. */
  #asked = 0;
  #answered = 0;

  constructor(proxy, number, client) {
    this.#proxy = proxy;
    this.#number = number;
    this.#client = client;
    this.#server = connect({ ...proxy.target, allowHalfOpen: true, noDelay: true });
    this.#up = new Flow(this.#server);
    this.#down = new Flow(this.#client);
    this.#join(client, this.#server, (chunk) => this.#ask(chunk), this.#up);
    this.#join(this.#server, client, (chunk) => this.#answer(chunk), this.#down);
  }

  #join(from, to, take, flow) {
    from.on("data", take);
    from.on("end", () => flow.push(null));
    from.on("error", () => {});
    from.on("close", (hadError) => this.#closed(from, to, flow, hadError));
  }

  /** The other end hears of it, unless nothing goes there any more. */
  #closed(from, to, flow, hadError) {
    if (this.#client.destroyed && this.#server.destroyed) {
      this.isOver = true;
      clearTimeout(this.#timer);
      this.#lossEnds();
      this.#proxy.over(this);
    } else if (hadError && !flow.isStopped) {
      to.resetAndDestroy();
    } else if (from === this.#client) {
      // A browser that has closed reads nothing more; what it has sent before still arrives.
      flow.push(null);
    }
  }

  /** Decides what befalls it from now on. */
  befall(fate) {
    this.#fate = fate;
    this.#asked = 0;
    this.#answered = 0;
    clearTimeout(this.#timer);
    const { up, down, bytesPerSecond, after } = fate;
    if (fate.fate === "slow") {
      this.#up.delay = up;
      this.#down.delay = down;
    } else if (fate.fate === "throttle") {
      // So slow that a browser may not wait for it.
      this.#loss ??= this.#proxy.mayLose();
      this.#up.bytesPerSecond = bytesPerSecond;
      this.#down.bytesPerSecond = bytesPerSecond;
    } else if (fate.fate === "refuse") {
      this.cut("rst");
    } else if (fate.fate === "deaf") {
      this.stop("up");
      this.stop("down");
    } else if (fate.fate === "cut") {
      this.#timer = setTimeout(() => this.cut(fate.by), after);
    } else if (fate.fate === "half") {
      this.#timer = setTimeout(() => this.stop(fate.way), after);
    }
    this.#note(`decided: ${inWords(fate)}`);
  }

  #ask(chunk) {
    const { fate, place, by } = this.#fate;
    this.#asked += 1;
    if (fate === "loseRequest" && this.#asked === place) {
      this.#note(`request lost, ${chunk.length} bytes`);
      return this.cut(by);
    }
    this.#up.push(chunk);
    for (const request of this.#requests.take(chunk)) {
      this.#note(`${request.method} ${request.path.split("?")[0]}`);
      if (fate === "twice" && this.#proxy.isIdempotent(request)) this.#repeat(request);
    }
  }

  #answer(chunk) {
    const { fate, place, by, begun } = this.#fate;
    this.#answered += 1;
    if (fate === "loseAnswer" && this.#answered === place) {
      this.#note(`answer lost, ${chunk.length} bytes`);
      if (begun) this.#client.write(chunk.subarray(0, BEGINNING));
      return this.cut(by);
    }
    this.#down.push(chunk);
  }

  /** On a connection of its own, whose answer nobody reads. */
  #repeat({ method, path, bytes }) {
    const later = setTimeout(() => {
      this.#note(`again ${method} ${path.split("?")[0]}`);
      this.#proxy.count("twice");
      const again = connect({ ...this.#proxy.target, noDelay: true });
      again.on("error", () => {});
      again.once("data", () => again.destroy());
      again.write(bytes);
      this.#proxy.beside(again);
    }, this.#fate.later);
    later.unref();
  }

  /** From now on nothing goes that way, and nobody is told. */
  stop(way) {
    const flow = way === "up" ? this.#up : this.#down;
    if (this.isOver || flow.isStopped) return;
    flow.isStopped = true;
    this.#loss ??= this.#proxy.mayLose();
    this.#note(`stopped ${way}`);
    this.#proxy.count("stopped");
  }

  get isStopped() {
    return this.#up.isStopped || this.#down.isStopped;
  }

  cut(by = "rst") {
    if (this.isOver) return;
    if (!this.#client.destroyed) {
      this.#note(`cut by ${by}`);
      this.#proxy.count("cut");
    }
    this.#loss ??= this.#proxy.mayLose();
    this.#drop(by);
  }

  #drop(by) {
    clearTimeout(this.#timer);
    this.#up.isStopped = true;
    this.#down.isStopped = true;
    for (const end of [this.#client, this.#server]) {
      if (by === "rst") end.resetAndDestroy();
      else end.destroySoon();
    }
  }

  /** It is as any other again. */
  calm() {
    clearTimeout(this.#timer);
    this.#fate = { fate: "pass" };
    this.#up.hurry();
    this.#down.hurry();
    this.#lossEnds();
  }

  #lossEnds() {
    if (this.#loss) this.#loss.to = Date.now();
    this.#loss = null;
  }

  end() {
    this.#up.end();
    this.#down.end();
    this.#drop("rst");
  }

  #note(what) {
    this.#proxy.note(`#${this.#number} ${what}`);
  }
}

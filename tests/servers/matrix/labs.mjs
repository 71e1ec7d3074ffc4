// All labs of one process: most share a Synapse, those whose name begins with own- have one each.

import { Homeserver } from "./homeserver.mjs";
import { Lab } from "./lab.mjs";

const OWN = /^own-/;
/** An own Synapse takes a hundred megabytes. Nobody uses it for so long: it stops. */
const IDLE_MS = 180_000;

export class Labs {
  #labs = new Map();
  #shared;
  ready;

  /** `port` of the shared Synapse; 0 is any. */
  constructor({ port = 0, settings } = {}) {
    this.#shared = new Homeserver({ port, settings });
    this.ready = this.#shared.start();
    // Whoever asks is told; until then it is nobody's mistake.
    this.ready.catch(() => {});
  }

  get(name) {
    const lab = this.#labs.get(name) ?? this.#add(name);
    lab.used();
    return lab;
  }

  #add(name) {
    const lab = OWN.test(name) ? new OwnLab(name) : new Lab(name, () => this.ready);
    this.#labs.set(name, lab);
    return lab;
  }

  async stop() {
    const labs = [...this.#labs.values()];
    for (const lab of labs) lab.close();
    await this.ready.catch(() => {});
    await Promise.all([this.#shared.stop(), ...labs.map((lab) => lab.stop?.())]);
  }
}

/** `settings.synapse` goes over the configuration of its server, which starts at the first use that needs it. */
class OwnLab extends Lab {
  isOwn = true;
  #server = null;
  #idle = null;

  constructor(name) {
    super(name, () => this.#start());
  }

  #start() {
    this.#server = new Homeserver({ settings: this.settings.synapse });
    return this.#server.start();
  }

  setup(settings) {
    if (this.#server) throw new Error("Its server runs already: set it up before anything else.");
    super.setup(settings);
  }

  used() {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.stop(), IDLE_MS).unref();
  }

  async stop() {
    clearTimeout(this.#idle);
    const server = this.#server;
    this.#server = null;
    this.close();
    await server?.stop();
  }
}

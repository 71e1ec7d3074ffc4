// A Synapse with what belongs to it here: an admin, an application service, and the labs that are on it.

import { randomBytes } from "node:crypto";
import { AppService, deskRoom } from "./app_service.mjs";
import { Client, admin, v3 } from "./client.mjs";
import { SERVER_NAME } from "./config.mjs";
import { register } from "./registration.mjs";
import { Synapse } from "./synapse.mjs";

export class Homeserver {
  labs = new Map();
  admin = null;
  #appService = new AppService((lab, alias) => this.#openRoom(lab, alias));
  #synapse = null;
  #secret = "";
  #puppets = new Map();

  constructor({ port, settings } = {}) {
    this.options = { port, settings };
  }

  get url() {
    return this.#synapse.url;
  }

  get appServiceToken() {
    return this.#appService.token;
  }

  async start() {
    await this.#appService.listen();
    this.#synapse = new Synapse({ ...this.options, appService: this.#appService.registration });
    await this.#synapse.start();
    this.#secret = this.#synapse.registrationSecret;
    const { access_token } = await this.register({ username: "admin", admin: true });
    this.admin = new Client(this.url, access_token);
    await this.#appService.begin(this.url);
    return this;
  }

  async stop() {
    await this.#synapse?.stop();
    await this.#appService.close();
  }

  restart() {
    return this.#synapse.restart();
  }

  get folder() {
    return this.#synapse.folder;
  }

  log() {
    return this.#synapse.log();
  }

  register({ password = randomBytes(8).toString("hex"), ...account }) {
    return register(new Client(this.url), this.#secret, { ...account, password });
  }

  /** For one visitor, who joins by an invitation. The alias makes that there is one of them only. */
  async roomFor(lab, visitor, name) {
    const alias = `chat_${lab.name}_${visitor.slice(1).split(":")[0]}`;
    const room = deskRoom(lab.agentIds, { preset: "private_chat", name: name || "Visitor" });
    room.invite = [visitor, ...lab.agentIds];
    try {
      return await this.#makeRoom(lab, alias, room);
    } catch (error) {
      if (!isTaken(error)) throw error;
      const id = `#${alias}:${SERVER_NAME}`;
      return (await this.#appService.client.get(v3`directory/room/${id}`)).room_id;
    }
  }

  /** For the first who asks for its alias. Whoever knows that may join. */
  async #openRoom(labName, alias) {
    const lab = this.labs.get(labName);
    if (!lab) throw new Error(`There is no lab ${labName}.`);
    await lab.ready();
    const room = deskRoom(lab.agentIds, { preset: "public_chat", name: "Visitor" });
    await this.#makeRoom(lab, alias, room).catch((error) => {
      if (!isTaken(error)) throw error;
    });
  }

  async #makeRoom(lab, alias, room) {
    const made = await this.#appService.client.post(v3`createRoom`, { ...room, room_alias_name: alias });
    lab.madeRoom(made.room_id);
    return made.room_id;
  }

  get bot() {
    return this.#appService.client;
  }

  /** With a token that belongs to no device of theirs. */
  async clientAs(user) {
    const known = this.#puppets.get(user);
    if (known) return known;
    const { access_token } = await this.admin.post(admin`v1/users/${user}/login`);
    const client = new Client(this.url, access_token);
    this.#puppets.set(user, client);
    return client;
  }

  deactivate(user) {
    return this.admin.post(admin`v1/deactivate/${user}`, { erase: false });
  }
}

/** An alias that is there is M_ROOM_IN_USE, one that comes to be meanwhile a 409 without a code of its own. */
const isTaken = ({ code, status }) => code === "M_ROOM_IN_USE" || status === 409;

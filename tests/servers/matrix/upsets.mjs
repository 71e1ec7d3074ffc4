// What happens to a visitor's account, and to a server.

import { admin } from "./client.mjs";
import { visitorOf } from "./facts.mjs";

/** Others may be on a server that is shared. */
function own(lab) {
  if (!lab.isOwn) throw new Error("Only a lab whose name begins with own- has a server of its own.");
  return lab.homeserver;
}

export const upsets = {
  /** The visitor's account is no more. Its tokens are unknown for good. */
  forget: async (lab, ref) => void (await lab.homeserver.deactivate(await visitorOf(lab, ref))),
  /** The account is as it was; its tokens are unknown for good. */
  signOut: async (lab, ref) => {
    const user = admin`v2/users/${await visitorOf(lab, ref)}`;
    const { devices } = await lab.homeserver.admin.get(`${user}/devices`);
    const ids = devices.map(({ device_id }) => device_id);
    await lab.homeserver.admin.post(`${user}/delete_devices`, { devices: ids });
  },
  /** By the server's admin: everybody is out of the room. Nobody else can send away who made it. */
  closeRoom: async (lab, ref) => {
    const room = await lab.room(ref);
    await lab.homeserver.admin.ask("DELETE", admin`v1/rooms/${room}`, { block: true, purge: false });
  },
  /** The visitor's access tokens have had their time; refresh tokens are as they were. */
  expire: async (lab, ref) => lab.ledger.expire(await visitorOf(lab, ref)),

  restart: (lab) => own(lab).restart(),
  stop: (lab) => own(lab) && lab.stop(),
  /** Synapse itself, past all faults: its address, its folder, and the last of what it logged. */
  homeserver: (lab) => lab.homeserver.url,
  folder: (lab) => lab.homeserver.folder,
  log: (lab) => lab.homeserver.log(),
  /** A new one, for servers that let nobody register without. */
  registrationToken: async (lab) => (await lab.homeserver.admin.post(admin`v1/registration_tokens/new`)).token,
};

// What has arrived in a room, counted before any fault: a test can see whether a client storms.

export class Counts {
  handshakes = 0;
  connects = 0;
  websockets = 0;
  /** Everything by its name, also what the above count. */
  operations = {};

  add(operations) {
    for (const name of operations) {
      this.operations[name] = (this.operations[name] ?? 0) + 1;
      if (name === "handshake") this.handshakes += 1;
      if (name === "connect") this.connects += 1;
    }
  }
}

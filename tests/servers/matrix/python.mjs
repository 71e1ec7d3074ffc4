// The Python that has Synapse and matrix-nio: `.ci/synapse` puts it there.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PYTHON = fileURLToPath(new URL("../../../target/synapse/current/bin/python", import.meta.url));

export function python() {
  if (!existsSync(PYTHON)) throw new Error("Synapse is not installed: run .ci/setup");
  return PYTHON;
}

// What befalls the connections of a proxy in a storm: one decision for each, in the order in which they come. The same
// seed gives the same decisions. README.md says what each does.

import { Random } from "./random.mjs";

/** How likely each is. */
const FATES = {
  pass: 5,
  slow: 3,
  throttle: 2,
  cut: 3,
  loseRequest: 3,
  loseAnswer: 4,
  refuse: 2,
  deaf: 1,
  half: 2,
  twice: 3,
};

const ENDS = ["rst", "fin"];

const details = {
  pass: () => ({}),
  slow: (random) => ({ up: random.between(0, 600), down: random.between(0, 600) }),
  throttle: (random) => ({ bytesPerSecond: random.between(2_000, 20_000) }),
  cut: (random) => ({ after: random.between(0, 1_500), by: random.pick(ENDS) }),
  loseRequest: (random) => ({ place: random.between(1, 3), by: random.pick(ENDS) }),
  loseAnswer: (random) => ({ place: random.between(1, 3), by: random.pick(ENDS), begun: random.isTrue(0.5) }),
  refuse: () => ({}),
  deaf: () => ({}),
  half: (random) => ({ after: random.between(0, 1_000), way: random.pick(["up", "down"]) }),
  twice: (random) => ({ later: random.between(0, 500) }),
};

/** An endless row of decisions, `{ fate, … }`. */
export function* decisions(seed, fates = FATES) {
  const random = new Random(`proxy ${seed}`);
  for (;;) {
    const fate = random.weighted(fates);
    yield { fate, ...details[fate](random) };
  }
}

export const inWords = ({ fate, ...more }) =>
  [fate, ...Object.entries(more).map(([name, value]) => `${name}=${value}`)].join(" ");

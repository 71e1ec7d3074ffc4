import { openFirefox } from "./firefox.mjs";
import { suite } from "./suite.mjs";

suite("Firefox", openFirefox, 4200);

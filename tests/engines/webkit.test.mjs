import { openWebKit } from "./webkit.mjs";
import { suite } from "./suite.mjs";

suite("WebKit", openWebKit, 4210);

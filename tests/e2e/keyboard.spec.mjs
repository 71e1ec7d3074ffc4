// A whole chat without a mouse: whatever has the focus is where a person expects it, and can be seen to have it.

import { expect, GMS, provoking, servers, test } from "./gms/support.mjs";
import { openShadows } from "./script/support/site.mjs";
import { ann, parts } from "./support/chat.mjs";

const part = (name) => (page) => page.getByTestId(`rejoin-${name}`);
const [submit, alerts, end, endNo, endYes] = ["submit", "alerts", "end", "end-no", "end-yes"].map(part);
const [retry, discard, attach, startNew] = ["retry", "discard", "attach", "start-new"].map(part);

/** A shop that has a launcher, over a Genesys server. */
const shop = (room) => `<!doctype html>
<html lang="en">
  <title>Hartmann Bicycles</title>
  <link rel="icon" href="data:,">
  <h1>Hartmann Bicycles</h1>
  <p><a href="#top">Our shop</a></p>
  <script>window.rejoinConfig = { launcher: true, autoRestore: false };</script>
  <script src="{{SCRIPT}}/chat.js"></script>
  <script>
    const transport = { type: "gms-rest", url: "${GMS}/${room}/genesys/2/chat", service: "bicycles" };
    chat.onBeforeChatOptionsApplied((options) => Object.assign(options, { transport, ui: { shadow: "open" } }));
  </script>
</html>`;

/** What has the focus, through all shadow roots, shows it by an outline. */
async function expectVisible(page) {
  const outline = await page.evaluate(() => {
    let element = document.activeElement;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return [element.outerHTML.slice(0, 120), outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
  });
  expect(outline).toEqual([outline[0], true]);
}

async function expectFocus(page, locator) {
  await expect(locator).toBeFocused();
  await expectVisible(page);
}

/** From one to the next, and each shows that it has the focus. */
async function tabTo(page, ...locators) {
  for (const locator of locators) {
    await page.keyboard.press("Tab");
    await expectFocus(page, locator);
  }
}

async function tabBackTo(page, ...locators) {
  for (const locator of locators) {
    await page.keyboard.press("Shift+Tab");
    await expectFocus(page, locator);
  }
}

test.use({ ...provoking("Failed to load resource"), contextOptions: { reducedMotion: "no-preference" } });

test("from a link of the page through a whole chat, and into the next one", async ({ gms, context }) => {
  await openShadows(context);
  await gms.setup(servers.REST.setup);
  const page = await gms.openText(shop(gms.room));
  const { composer, field, form, launcher, messages, transcript, window } = parts(page);
  const press = (key) => page.keyboard.press(key);
  const type = (text) => page.keyboard.type(text);
  // Before anything is loaded it is the script's.
  const first = page.getByTestId("rejoin-loader-launcher");
  await expect(first).toBeVisible();

  await test.step("to the launcher, and into the form", async () => {
    await page.getByRole("link").focus();
    await tabTo(page, first);
    await press("Enter");
    await expectFocus(page, field("firstName"));
  });

  await test.step("a form with complaints leads to the first of them", async () => {
    await press("Enter");
    await expect(form.getByText("Please fill this in.").first()).toBeVisible();
    await expectFocus(page, field("firstName"));
    await type(ann.firstName);
    await tabTo(page, field("lastName"));
    await type(ann.lastName);
    await tabTo(page, field("email"));
    await type("ann@");
    await tabTo(page, field("subject"));
    await expect(page.getByTestId("rejoin-problem-email")).toBeVisible();
    await tabTo(page, submit(page));
    await press("Enter");
    await expectFocus(page, field("email"));
    await press("End");
    await type("example.com");
    await press("Enter");
    await expectFocus(page, composer);
  });

  await test.step("a message that fails is tried again", async () => {
    await gms.faults({ statusCode: 2, times: 1, only: ["sendMessage"] });
    await type("My chain has come off.");
    await press("Enter");
    await expect(retry(page)).toBeVisible();
    await expectFocus(page, composer);
    await tabBackTo(page, attach(page), discard(page), page.getByTestId("rejoin-copy"), retry(page));
    await press("Enter");
    await expect(messages).toHaveText([/My chain has come off/]);
    await expect(retry(page)).toHaveCount(0);
    await expectFocus(page, composer);
  });

  await test.step("files, the bell, and the transcript", async () => {
    await gms.last("join");
    for (let i = 0; i < 12; i++) await gms.last("say", `There is more to say about that, part ${i}.`);
    await expect(messages).toHaveCount(13);
    await alerts(page).focus();
    await press("Space");
    await expect(alerts(page)).toHaveAttribute("aria-pressed", "true");
    await tabTo(page, page.getByTestId("rejoin-minimise"), end(page), transcript);
    const top = () => transcript.evaluate((list) => list.scrollTop);
    const before = await top();
    await press("PageUp");
    await expect.poll(top).toBeLessThan(before);
    const jump = page.getByTestId("rejoin-jump");
    await expect(jump).toBeVisible();
    await tabTo(page, jump);
    await press("Enter");
    await expect(jump).toHaveCount(0);
    await expectFocus(page, transcript);
    // Early: a choice that is opened before the browser knows that it is waited for is the browser's own.
    const chooser = page.waitForEvent("filechooser");
    await tabTo(page, attach(page));
    await press("Enter");
    await (await chooser).setFiles([{ name: "chain.txt", mimeType: "text/plain", buffer: Buffer.from("words") }]);
    await expect(messages.filter({ hasText: "chain.txt" })).toHaveCount(1);
    await expectFocus(page, attach(page));
    await tabTo(page, composer);
  });

  await test.step("Escape minimises, and the launcher brings it back", async () => {
    await type("half a sent");
    await press("Escape");
    await expect(window).toHaveCount(0);
    await expectFocus(page, launcher);
    await press("Enter");
    await expectFocus(page, composer);
    await expect(composer).toHaveValue("half a sent");
  });

  await test.step("to end it asks back", async () => {
    await end(page).focus();
    await press("Enter");
    await expectFocus(page, endNo(page));
    await press("Escape");
    await expectFocus(page, end(page));
    await press("Enter");
    await expectFocus(page, endNo(page));
    await tabTo(page, endYes(page));
    await press("Enter");
    await expect(parts(page).ended).toBeVisible();
    await expectFocus(page, page.getByRole("button", { name: "Close" }));
  });

  await test.step("the next one begins with its form", async () => {
    await tabTo(page, transcript);
    await press("Tab");
    while (await messages.getByRole("button").evaluateAll((all) => all.some((b) => b.getRootNode().activeElement === b))) {
      await expectVisible(page);
      await press("Tab");
    }
    await expectFocus(page, startNew(page));
    await press("Enter");
    await expectFocus(page, field("firstName"));
  });
});

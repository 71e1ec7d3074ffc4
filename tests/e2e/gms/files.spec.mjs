// Files: sent and fetched by the page, and fetched by the visitor.

import { readFile } from "node:fs/promises";
import { parts } from "../support/chat.mjs";
import { expect, provoking, servers, test } from "./support.mjs";

/** What a command of the session's gives, or its error. */
const ask = (page, name, ...given) =>
  page.evaluate(
    ([name, given]) =>
      window.session[name](...given.map((one) => (one?.name ? new File([one.text], one.name) : one))).then(
        async (answer) => (answer?.file ? answer.file.text() : answer),
        (event) => [event.error.code, event.error.description],
      ),
    [name, given],
  );

// Chromium tells the console of every answer that is a 4xx.
test.use(provoking("Failed to load resource"));

for (const [what, server] of Object.entries(servers)) {
  test(`${what}: a page sends a file, has it back, and takes it away`, async ({ gms }) => {
    const page = await gms.startChat(server);
    const { limits } = await ask(page, "getFileLimits");
    expect(limits["upload-max-files"]).toBe("5");
    const { fileId } = await ask(page, "sendFile", { name: "note.txt", text: "größer" });
    expect(await gms.last("file", fileId)).toMatchObject({ name: "note.txt", text: "größer" });
    await expect(parts(page).messages).toContainText(["note.txt"]);
    expect(await ask(page, "downloadFile", fileId)).toBe("größer");
    expect(await ask(page, "deleteFile", fileId)).toBeUndefined();
    expect(await ask(page, "downloadFile", fileId)).toEqual([235, "There is no such file."]);
    expect(await ask(page, "sendFile", { name: "x.exe", text: "x" })).toEqual([235, "No such type of file."]);
    expect(await ask(page, "sendFile", "no file")).toEqual([204, expect.stringContaining("a File")]);
    expect(await ask(page, "downloadFile", "../../../x")).toEqual([235, expect.any(String)]);
  });

  test(`${what}: a visitor fetches the agent's file, after a reload too, and is told where there is none`, async ({ gms }) => {
    let page = await gms.startChat(server);
    await gms.last("join");
    const id = await gms.last("sendFile", "Report 2026.pdf", "%PDF");
    const button = (page) => page.getByRole("button", { name: "Download Report 2026.pdf" });
    await expect(button(page)).toBeVisible();
    await page.reload();
    await expect(parts(page).composer).toBeVisible();
    await expect(parts(page).session).not.toHaveText("none");
    const [download] = await Promise.all([page.waitForEvent("download"), button(page).press("Enter")]);
    expect(download.suggestedFilename()).toBe("Report 2026.pdf");
    expect(await readFile(await download.path(), "utf8")).toBe("%PDF");
    await gms.faults({ status: 502 });
    await button(page).click();
    await expect(page.getByRole("alert").filter({ hasText: "could not be fetched" })).toBeVisible();
    await gms.faults({ status: 0 });
    await button(page).click();
    await expect(page.getByText("could not be fetched")).toHaveCount(0);
    expect(id).toBeTruthy();
  });
}

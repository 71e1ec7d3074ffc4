// A form that is sent with several things wrong: what they are is told in one place, each with a way to it.

import { parts } from "../support/chat.mjs";
import { expect, test } from "./support/site.mjs";

const fields = [
  { name: "name", label: "Name", required: true },
  { name: "mail", label: "E-mail", type: "email", required: true },
  { name: "size", label: "Size", type: "radio", options: ["S", "L"], required: true },
];

const begin = async (lab) => {
  await lab.evaluate((fields) => void chat.startChat(lab.options({ registration: { fields } })), fields);
  await expect(parts(lab).form).toBeVisible();
};
const summary = (lab) => lab.getByTestId("rejoin-form-summary");
const submit = (lab) => lab.getByTestId("rejoin-submit").click();

test("names every field that is wrong, says so, and leads to each", async ({ lab }) => {
  await begin(lab);
  await expect(summary(lab)).toHaveCount(0);
  await submit(lab);
  await expect(summary(lab).getByRole("button")).toHaveText(["Name", "E-mail", "Size"]);
  await expect(parts(lab).announcer).toHaveText("Please check these fields: Name, E-mail and Size");
  await expect(parts(lab).field("name")).toBeFocused();
  await summary(lab).getByRole("button", { name: "E-mail" }).click();
  await expect(parts(lab).field("mail")).toBeFocused();
  await summary(lab).getByRole("button", { name: "Size" }).press("Enter");
  await expect(lab.getByRole("radio", { name: "S" })).toBeFocused();
});

test("stays as it is while the visitor mends, and is made anew when the form is sent again", async ({ lab }) => {
  await begin(lab);
  await submit(lab);
  await parts(lab).field("name").fill("Ann");
  await expect(summary(lab).getByRole("button")).toHaveText(["Name", "E-mail", "Size"]);
  await submit(lab);
  await expect(summary(lab).getByRole("button")).toHaveText(["E-mail", "Size"]);
});

test("a single thing needs none: the visitor is taken there", async ({ lab }) => {
  await begin(lab);
  await parts(lab).field("name").fill("Ann");
  await lab.getByRole("radio", { name: "L" }).check();
  await submit(lab);
  await expect(parts(lab).field("mail")).toBeFocused();
  await expect(summary(lab)).toHaveCount(0);
});

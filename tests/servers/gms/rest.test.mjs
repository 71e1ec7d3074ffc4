// A whole life over REST, and the settings of a room.

import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { closeAll, newClient, newPoller, newRoom, pause, texts, until } from "./support.mjs";

const BOUNDED = { timeout: 20_000 };
afterEach(closeAll);

describe("a chat over REST", () => {
  it("begins with who joined, and with a first message", BOUNDED, async () => {
    const room = await newRoom();
    const fields = { firstName: "Ann", lastName: "Lee", subject: "Shoes", text: "hello", "userData[TimeZone]": "-60" };
    const { started } = await room.restChat(fields);
    assert.deepEqual(texts([started]), [null, "hello"]);
    assert.match(started.secureKey, /^[0-9a-f]{16}$/);
    assert.deepEqual([started.chatId.length, started.userId.length, started.nextPosition], [16, 16, 3]);
    assert.equal(await room.agent("nickname", "last"), "Ann Lee");
    assert.equal(await room.agent("data", "last", "TimeZone"), "-60");
    assert.equal(await room.agent("data", "last", "subject"), "Shoes");
    assert.equal(await room.agent("starts"), 1);
  });

  it("needs a name", BOUNDED, async () => {
    const room = await newRoom();
    const { started } = await room.restChat({ firstName: "Ann" });
    assert.deepEqual([started.statusCode, started.errors[0].code, typeof started.errors[0].advice], [2, 101, "string"]);
  });

  it("gives the transcript from where it is asked for", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    await room.agent("say", "last", "a");
    await room.agent("say", "last", "b");
    const asked = async (transcriptPosition) => texts([await call("refresh", { transcriptPosition })]);
    assert.deepEqual([await asked(0), await asked(1), await asked(3)], [[], [null, "a", "b"], ["b"]]);
    assert.deepEqual(texts([await call("send", { message: "c", transcriptPosition: 3 })]), ["b", "c"]);
    assert.deepEqual((await call("send", { message: "d" })).messages, []);
    assert.deepEqual(texts([await call("refresh", { message: "e", transcriptPosition: 6 })]), ["e"]);
  });

  it("takes all that a visitor can do", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    await call("startTyping", { message: "pre" });
    assert.deepEqual([await room.agent("isTyping", "last"), await room.agent("preview", "last")], [true, "pre"]);
    await call("stopTyping");
    assert.equal(await room.agent("isTyping", "last"), false);
    await call("pushUrl", { pushUrl: "https://example.org/" });
    await call("updateNickname", { nickname: "Anna" });
    await call("customNotice", { message: "note", messageType: "mine" });
    await call("updateData", { "userData[color]": "red" });
    await call("readReceipt", { transcriptPosition: 4 });
    const { messages } = await call("disconnect", { transcriptPosition: 2 });
    const types = ["TypingStarted", "TypingStopped", "PushUrl", "NicknameUpdated", "CustomNotice", "ParticipantLeft"];
    assert.deepEqual(messages.map(({ type }) => type), types);
    assert.deepEqual(messages.map(({ index }) => index), [2, 3, 4, 5, 6, 7]);
    assert.deepEqual([messages[2].from.nickname, messages[3].from.nickname], ["Ann", "Anna"]);
    assert.deepEqual([await room.agent("data", "last", "color"), await room.agent("read", "last")], ["red", 4]);
    assert.equal(await room.agent("isOver", "last"), true);
  });

  it("shows what the agent's side does", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    await room.agent("join", "last", "Kim");
    await room.agent("type", "last", true, "th");
    await room.agent("bot", "last", "beep");
    await room.agent("pushUrl", "last", "https://example.org/");
    await room.agent("notice", "last", "soon", "IdleAlert");
    await room.agent("event", "last", { type: "Strange", text: "?", eventAttributes: { a: 1 } });
    await room.agent("rename", "last", "Kimberly");
    await room.agent("leave", "last");
    const { messages, chatEnded } = await call("refresh", { transcriptPosition: 2 });
    const seen = messages.map(({ type, from, text }) => `${type} ${from.type} ${from.nickname} ${text ?? ""}`.trim());
    assert.deepEqual(seen, [
      "ParticipantJoined Agent Kim",
      "TypingStarted Agent Kim th",
      "Message External system beep",
      "PushUrl Agent Kim https://example.org/",
      "IdleAlert External system soon",
      "Strange Agent Kim ?",
      "NicknameUpdated Agent Kimberly",
      "ParticipantLeft Agent Kimberly",
    ]);
    assert.equal(chatEnded, false);
    assert.deepEqual((await room.agent("sessions"))[0].agent, null);
  });

  it("gives the rest after the end, and takes nothing more", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    await room.agent("say", "last", "bye");
    await room.agent("end", "last");
    const rest = await call("refresh", { transcriptPosition: 2 });
    assert.deepEqual([rest.statusCode, rest.chatEnded, texts([rest])], [0, true, ["bye"]]);
    const refused = await call("send", { message: "wait" });
    assert.deepEqual([refused.statusCode, refused.chatEnded, refused.errors[0].code], [2, true, 8209]);
  });

  it("refuses a wrong key, a wrong user, a chat that is forgotten", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    const code = ({ statusCode, chatEnded, errors }) => [statusCode, chatEnded, errors[0].code];
    assert.deepEqual(code(await call("refresh", { secureKey: "0" })), [2, true, 8210]);
    assert.deepEqual(code(await call("refresh", { userId: "0" })), [2, true, 8201]);
    await room.agent("forget", "last");
    assert.deepEqual(code(await call("refresh")), [2, true, 8201]);
  });

  it("takes an old alias until it has told the new one", BOUNDED, async () => {
    const room = await newRoom();
    const { call } = await room.restChat();
    await room.agent("changeAlias", "last");
    await room.faults({ lose: true });
    await assert.rejects(call("refresh"));
    await room.faults({ lose: false });
    const { alias, statusCode } = await call("refresh");
    assert.deepEqual([alias, statusCode], ["118", 0]);
    assert.equal((await call("refresh")).errors[0].message, "Unknown alias.");
    assert.equal((await call("refresh", { alias })).statusCode, 0);
  });

  it("knows no other operation", BOUNDED, async () => {
    const room = await newRoom();
    assert.equal((await room.rest("chat/sales/x/toString")).status, 404);
    assert.equal((await room.rest("chat")).status, 400);
  });
});

describe("files", () => {
  const form = (fields, name = "a.txt", text = "hällo") => {
    const data = new FormData();
    for (const [key, value] of Object.entries(fields)) data.set(key, value);
    data.set("file", new File([text], name, { type: "text/plain" }));
    return data;
  };

  it("go up, down and away over REST", BOUNDED, async () => {
    const room = await newRoom();
    const { chatId, identity, call } = await room.restChat();
    const { type, text, userData } = (await call("file/limits")).messages[0];
    assert.deepEqual([type, text, userData["upload-max-files"]], ["Notice", "file-client-cfg-get", "5"]);
    const sent = form({ ...identity, transcriptPosition: 3 });
    const up = await (await room.rest(`chat/sales/${chatId}/file`, sent)).json();
    const id = up.userData["file-id"];
    assert.deepEqual([up.messages[0].type, up.messages[0].userData["file-size"]], ["FileUploaded", "6"]);
    assert.equal((await room.agent("file", "last", id)).text, "hällo");
    const down = await room.rest(`chat/sales/${chatId}/file/${id}/download`, identity);
    assert.match(down.headers.get("content-disposition"), /a\.txt$/);
    assert.equal(await down.text(), "hällo");
    await call(`file/${id}/delete`);
    assert.equal((await room.agent("transcript", "last")).at(-1).type, "FileDeleted");
    assert.equal((await call(`file/${id}/delete`)).errors[0].code, 404);
  });

  it("are refused beyond the limits", BOUNDED, async () => {
    const room = await newRoom({ limits: { "upload-max-files": "1", "upload-max-file-size": "10" } });
    const { chatId, identity } = await room.restChat();
    const code = async (...file) => {
      const answer = await (await room.rest(`chat/sales/${chatId}/file`, form(identity, ...file))).json();
      return answer.errors?.[0].code ?? answer.statusCode;
    };
    assert.equal(await code("a.exe"), 203);
    assert.equal(await code("a.txt", "x".repeat(11)), 202);
    assert.equal(await code("a.txt"), 0);
    assert.equal(await code("b.txt"), 201);
  });

  it("go beside CometD, with the cookie where it is asked for", BOUNDED, async () => {
    const room = await newRoom();
    const visitor = await newClient(room, "cometd");
    const secureKey = await visitor.start();
    const fields = form({ operation: "fileUpload", secureKey });
    const id = (await (await room.rest("chat-ntf", fields)).json()).userData["file-id"];
    assert.equal((await visitor.until(2))[1].messages[0].userData["file-id"], id);
    const download = { operation: "fileDownload", secureKey, fileId: id };
    assert.equal(await (await room.rest("chat-ntf", download)).text(), "hällo");
    await room.post("setup", { cookieForFiles: true });
    const limits = { operation: "fileGetLimits", secureKey };
    assert.equal((await room.rest("chat-ntf", limits)).status, 403);
    const { headers } = await newPoller(room, "cometd");
    assert.equal((await room.rest("chat-ntf", limits, { headers })).status, 200);
  });

  it("come from the agent", BOUNDED, async () => {
    const room = await newRoom();
    const { chatId, identity } = await room.restChat();
    const id = await room.agent("sendFile", "last", "b.txt", "from Kim");
    const down = await room.rest(`chat/sales/${chatId}/file/${id}/download`, identity);
    assert.equal(await down.text(), "from Kim");
  });
});

describe("a room", () => {
  it("meets no other", BOUNDED, async () => {
    const room = await newRoom();
    await room.restChat();
    const other = await (await fetch(`${room.url}2/agent/sessions`, { method: "POST", body: "[]" })).json();
    assert.deepEqual(other, []);
  });

  it("sets the cookie that was asked for", BOUNDED, async () => {
    const room = await newRoom();
    const cookie = async (setting) => {
      await room.post("setup", { cookie: setting });
      return (await newPoller(room, "cometd")).setCookie?.replace(/=.*?;/, ";") ?? null;
    };
    assert.equal(await cookie("default"), "BAYEUX_BROWSER; Path=/room/; HttpOnly");
    assert.equal(await cookie("none"), "BAYEUX_BROWSER; Path=/room/; HttpOnly; Secure; SameSite=None");
    assert.equal(
      await cookie("partitioned"),
      "BAYEUX_BROWSER; Path=/room/; HttpOnly; Secure; SameSite=None; Partitioned",
    );
    assert.equal(await cookie("lost"), null);
  });

  it("takes its times, and whether it acknowledges", BOUNDED, async () => {
    const room = await newRoom({ timeout: 123, ack: false });
    const { send, clientId } = await newPoller(room, "cometd");
    const connect = { channel: "/meta/connect", clientId, connectionType: "long-polling", advice: {} };
    const [reply] = await send([{ id: "2", ...connect }]);
    assert.deepEqual([reply.advice.timeout, reply.ext], [123, undefined]);
  });

  it("echoes no type where it should not, and knows one service only", BOUNDED, async () => {
    const room = await newRoom({ echoTypes: false, service: "sales" });
    const { call } = await room.restChat();
    await call("send", { message: "a", messageType: "text" });
    assert.equal((await room.agent("transcript", "last"))[1].messageType, undefined);
    assert.equal((await (await room.rest("chat/other", { nickname: "Ann" })).json()).statusCode, 2);
    const visitor = await newClient(room, "cometd");
    await visitor.publish("requestChat", { nickname: "Ann" });
    await room.post("setup", { service: "other" });
    await until(async () => (await visitor.publish("requestChat", { nickname: "Ann" })).successful);
    assert.deepEqual((await visitor.until(2)).map(({ statusCode }) => statusCode), [0, 2]);
  });

  it("forgets a client that is away too long", BOUNDED, async () => {
    const room = await newRoom({ timeout: 300, maxInterval: 300 });
    for (const engine of ["cometd", "faye"]) {
      const { send, clientId } = await newPoller(room, engine);
      const connect = { channel: "/meta/connect", clientId, connectionType: "long-polling" };
      assert.equal((await send([{ id: "2", ...connect }]))[0].successful, true);
      await pause(1200);
      assert.equal((await send([{ id: "3", ...connect }]))[0].advice.reconnect, "handshake");
    }
  });

  it("lets pages of any origin in, with cookies", BOUNDED, async () => {
    const room = await newRoom();
    const ask = { "Access-Control-Request-Headers": "apikey, x-mine", "Access-Control-Request-Method": "POST" };
    const options = { method: "OPTIONS", headers: { Origin: "null", ...ask } };
    const { status, headers } = await fetch(`${room.url}/genesys/cometd`, options);
    assert.deepEqual(
      [status, headers.get("access-control-allow-origin"), headers.get("access-control-allow-credentials")],
      [204, "null", "true"],
    );
    assert.match(headers.get("access-control-allow-headers"), /Content-Type, apikey.*x-mine/);
  });

  it("answers what the agent cannot do with an error", BOUNDED, async () => {
    const room = await newRoom();
    const description = "There is no such chat.";
    assert.deepEqual(await room.agent("say", "last", "?"), { error: { code: 404, description } });
    assert.equal((await room.agent("constructor")).error.code, 404);
  });
});

// Fields of a form, urlencoded or multipart, as one plain object: `userData[x]` under userData, a file with its bytes.

/** Nothing, where it is no form at all. */
export async function fieldsOf(request, body) {
  const type = request.headers["content-type"] ?? "application/x-www-form-urlencoded";
  try {
    const form = await new Response(body, { headers: { "Content-Type": type } }).formData();
    return await plain(form);
  } catch {
    return undefined;
  }
}

async function plain(form) {
  const fields = { userData: {} };
  for (const [name, value] of form) {
    const [, key] = /^userData\[(.*)\]$/.exec(name) ?? [];
    if (key !== undefined) fields.userData[key] = value;
    else fields[name] = typeof value === "string" ? value : await bytesOf(value);
  }
  return fields;
}

const bytesOf = async (file) => ({
  name: file.name,
  type: file.type,
  bytes: Buffer.from(await file.arrayBuffer()),
});

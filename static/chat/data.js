// Data about the visitor: values by name.

export const isValue = (value) => /^(string|number|boolean)$/.test(typeof value);

export const isPlain = (data) => typeof data === "object" && data !== null && Object.values(data).every(isValue);

/** Values as they are sent: strings. */
export const toStrings = (data) => Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value)]));

/** What a page hands over as data: an object or a `FormData`; nothing when it is neither. */
export function dataOf(given = {}) {
  const data = given instanceof FormData ? Object.fromEntries(given.entries()) : given;
  return isPlain(data) ? toStrings(data) : undefined;
}

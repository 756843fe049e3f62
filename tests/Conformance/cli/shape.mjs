// What of an answer counts: which fields are set, at every depth. Values do not, nor how many elements a list has.

/** The paths of a value. Elements of a list fall together; an empty message is a path of its own. */
export function shapeOf(value, path = '', into = new Set()) {
  if (Array.isArray(value)) {
    for (const element of value) shapeOf(element, `${path}[]`, into);
  } else if (value !== null && typeof value === 'object') {
    into.add(path);
    for (const [key, inner] of Object.entries(value)) shapeOf(inner, path ? `${path}.${key}` : key, into);
  } else {
    into.add(path);
  }
  return into;
}

/** Paths that only one of two shapes has. */
export function differences(real, ours) {
  return [
    ...[...real].filter((path) => !ours.has(path)).map((path) => `missing ${path}`),
    ...[...ours].filter((path) => !real.has(path)).map((path) => `extra ${path}`),
  ].sort();
}

/** Remembers which id or token of ours stands for which of the recording: those at the same place. */
export function learn(recorded, actual, names) {
  if (typeof recorded === 'string' && typeof actual === 'string') {
    if (recorded !== actual && recorded.length > 20 && !names.has(recorded)) names.set(recorded, actual);
  } else if (recorded && actual && typeof recorded === 'object' && typeof actual === 'object') {
    for (const key of Object.keys(recorded)) learn(recorded[key], actual[key], names);
  }
}

/** A request with our ids and tokens in place of the recorded ones. */
export function translate(value, names) {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((inner) => translate(inner, names));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, translate(inner, names)]));
  }
  return value;
}

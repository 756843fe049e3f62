// What of an answer counts: which fields are set, at every depth. Values do not, nor how many elements a list has.

const ENUM = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/** Keys of a map that are chosen by chance. */
const IS_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/**
 * The paths of a value. Elements of a list fall together, but for the events of a history, which come in their order; an
 * empty message is a path of its own, and so is each value of an enum.
 */
export function shapeOf(value, path = '', into = new Set()) {
  if (Array.isArray(value)) {
    value.forEach((element, i) => shapeOf(element, element?.eventType ? `${path}[${i}]` : `${path}[]`, into));
  } else if (value !== null && typeof value === 'object') {
    into.add(path);
    for (const [key, inner] of Object.entries(value)) {
      const name = IS_ID.test(key) ? '<id>' : key;
      shapeOf(inner, path ? `${path}.${name}` : name, into);
    }
  } else {
    into.add(typeof value === 'string' && ENUM.test(value) ? `${path}=${value}` : path);
  }
  return into;
}

/** Whether a path lies in something that is among the paths too, which is enough to name. */
const isWithin = (path, paths) => paths.has(path.slice(0, path.lastIndexOf('.'))) || paths.has(path.replace(/[.[][^.[]*$/, ''));

/** The types of the events of all histories in a shape, in their order. */
const eventTypes = (shape) => [...shape].filter((path) => /\]\.eventType=/.test(path)).map((path) => path.replace(/.*\[/, '['));

/** Paths that only one of two shapes has; of what is missing as a whole, the whole; of other events, the first. */
export function differences(real, ours) {
  const [theirEvents, ourEvents] = [eventTypes(real), eventTypes(ours)];
  const first = theirEvents.concat(ourEvents).findIndex((_, i) => theirEvents[i] !== ourEvents[i]);
  if (first >= 0 && first < Math.max(theirEvents.length, ourEvents.length)) {
    return [`events: real ${theirEvents[first]}, ours ${ourEvents[first]}`];
  }
  const only = (some, others) => {
    const left = new Set([...some].filter((path) => !others.has(path)));
    return [...left].filter((path) => !isWithin(path, left));
  };
  return [
    ...only(real, ours).map((path) => `missing ${path}`),
    ...only(ours, real).map((path) => `extra ${path}`),
  ].sort();
}

/** Remembers which id or token of ours stands for which of the recording: those at the same place. */
export function learn(recorded, actual, names) {
  if (typeof recorded === 'string' && typeof actual === 'string') {
    if (recorded !== actual && recorded.length > 20 && !names.has(recorded)) names.set(recorded, actual);
  } else if (recorded && actual && typeof recorded === 'object' && typeof actual === 'object') {
    const [theirIds, ourIds] = [recorded, actual].map((map) => Object.keys(map).filter((key) => IS_ID.test(key)));
    theirIds.forEach((id, i) => learn(id, ourIds[i], names));
    for (const key of Object.keys(recorded)) learn(recorded[key], actual[names.get(key) ?? key], names);
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

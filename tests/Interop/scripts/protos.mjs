// Writes what @temporalio/proto defines below temporal.api, one JSON line for each message, enum and service.
import { createRequire } from 'node:module';

const root = createRequire(import.meta.url)('@temporalio/proto/protos/json-module.js');
root.resolveAll();

const name = type => type.fullName.replace(/^\./, '');
// The package keeps a field's own name, but only the camel-cased name of a oneof.
const snake = text => text.replace(/[A-Z]/g, letter => '_' + letter.toLowerCase());
const write = line => console.log(JSON.stringify(line));

function field(f) {
  return {
    name: f.options?.proto_name ?? f.protoName ?? f.name,
    number: f.id,
    type: f.resolvedType ? name(f.resolvedType) : f.type,
    repeated: f.repeated,
    key: f.map ? f.keyType : undefined,
    oneof: f.partOf && !f.options?.proto3_optional ? snake(f.partOf.name) : undefined,
  };
}

function visit(space) {
  for (const item of space.nestedArray) {
    if (item.values) {
      write({ kind: 'enum', name: name(item), values: item.values });
    } else if (item.methods) {
      write({
        kind: 'service',
        name: name(item),
        methods: item.methodsArray.map(m => ({
          name: m.name,
          request: name(m.resolvedRequestType),
          response: name(m.resolvedResponseType),
        })),
      });
    } else if (item.fields) {
      write({ kind: 'message', name: name(item), fields: item.fieldsArray.map(field) });
    }

    if (item.nestedArray) {
      visit(item);
    }
  }
}

visit(root);

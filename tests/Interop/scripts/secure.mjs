// The official client with TLS, a client certificate and an API key.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Connection } from '@temporalio/client';

const { TEMPORAL_ADDRESS: address, CA_FILE, CERT_FILE, KEY_FILE, API_KEY } = process.env;
const tls = {
  serverRootCACertificate: await readFile(CA_FILE),
  clientCertPair: { crt: await readFile(CERT_FILE), key: await readFile(KEY_FILE) },
};

const connection = await Connection.connect({ address, tls, apiKey: API_KEY });
const { namespaces } = await connection.workflowService.listNamespaces({});
assert.ok(namespaces.some((n) => n.namespaceInfo.name === 'default'));
await connection.close();

const stranger = Connection.lazy({ address, tls, apiKey: 'another', interceptors: [] });
await assert.rejects(stranger.workflowService.listNamespaces({}), { code: 7 });
await stranger.close();

// Asks everything there is to ask, as a client of the protocol's own library does. Each request goes to the
// next of several replicas. Writes what it was told as one line of JSON.
//
// node client.mjs <key> <handle of a failed execution> <url> [<url> …]
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const [key, handle, ...urls] = process.argv.slice(2);
let turn = 0;

const transport = new StreamableHTTPClientTransport(new URL('/mcp', urls[0]), {
  requestInit: { headers: { Authorization: `Bearer ${key}` } },
  fetch: (url, options) => fetch(new URL(new URL(url).pathname, urls[turn++ % urls.length]), options),
});
const client = new Client({ name: 'test', version: '1' });
await client.connect(transport);

const told = { server: client.getServerVersion(), session: transport.sessionId ?? null, calls: {} };
told.tools = (await client.listTools()).tools.map((it) => it.name);
told.templates = (await client.listResourceTemplates()).resourceTemplates.map((it) => it.uriTemplate);
told.prompts = (await client.listPrompts()).prompts.map((it) => it.name);

const callTool = async (name, args) => {
  told.calls[name] = await client.callTool({ name, arguments: args });
};
await callTool('list_execution_history', { limit: 5 });
await callTool('get_status', { handle_id: handle });
await callTool('get_logs', { handle_id: handle, limit: 1 });
await callTool('get_execution', { handle_id: handle, payloads: true });
await callTool('search_executions', { query: 'declined', status: 'failed', label: ['team:payments'] });
await callTool('explain_failure', { handle_id: handle });
await callTool('compare_executions', { a: handle });
await callTool('get_stats', {});

told.refused = await client.callTool({ name: 'get_status', arguments: { handle_id: 'ext:none' } });
told.resource = await client.readResource({
  uri: `hindsight://executions/${encodeURIComponent(handle)}`,
});
told.why = await client.getPrompt({ name: 'why_did_this_fail', arguments: { handle_id: handle } });
told.changed = await client.getPrompt({ name: 'what_changed', arguments: { a: handle } });
told.unknown = await client.readResource({ uri: 'hindsight://executions/none' }).catch((it) => it.code);
await client.ping();
await client.close();
told.requests = turn;

const stranger = new StreamableHTTPClientTransport(new URL('/mcp', urls[0]));
told.stranger = await new Client({ name: 'stranger', version: '1' }).connect(stranger).then(
  () => 'let in',
  (refusal) => String(refusal.code ?? refusal.name),
);
console.log(JSON.stringify(told));

/** Reports executions of a workflow: node demo.js URL WORKFLOW NUMBER. */
import {BufferedReporter} from './buffered-reporter';

declare const process: {argv: string[]; env: Record<string, string | undefined>; exitCode: number};

const [url, workflow, number] = process.argv.slice(2);
const now = () => new Date().toISOString();
const reporter = new BufferedReporter(url, process.env['HINDSIGHT_KEY']);
for (let i = 0; i < Number(number); i++) {
  const externalId = `${workflow}-${i}`;
  const execution = `ext:${externalId}`;
  reporter.report({execution: {externalId, workflowId: workflow, status: 'running', reportedAt: now()}});
  reporter.report({step: {execution, key: 's', nodeId: 'n'}});
  for (let line = 0; line < 2; line++) {
    reporter.report({log: {execution, sequence: line, timestamp: now(), message: `line ${line}`}});
  }
  reporter.report({execution: {externalId, workflowId: workflow, status: 'completed', reportedAt: now()}});
  await new Promise(over => setTimeout(over, 5));
}
process.exitCode = (await reporter.close(60_000)) === 0 ? 0 : 1;

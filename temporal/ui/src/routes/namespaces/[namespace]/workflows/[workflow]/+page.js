import { redirect } from '@sveltejs/kit';
import { fetchWorkflowForRunId } from '@temporalio/ui/services/workflow-service';
import { routeForEventHistory, routeForWorkflows } from '@temporalio/ui/utilities/route-for';

export async function load({ params, fetch }) {
  const { namespace, workflow } = params;
  const { runId } = await fetchWorkflowForRunId({ namespace, workflowId: workflow }, fetch);
  redirect(302, runId ? routeForEventHistory({ namespace, workflow, run: runId }) : routeForWorkflows({ namespace }));
}

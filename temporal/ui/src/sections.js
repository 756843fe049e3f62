import {
  routeForBatchOperations,
  routeForSchedules,
  routeForWorkerDeployments,
  routeForWorkflows,
} from '@temporalio/ui/utilities/route-for';

const table = [
  ['Workflows', 'workflow', routeForWorkflows],
  ['Schedules', 'schedules', routeForSchedules],
  ['Batch', 'batch-operation', routeForBatchOperations],
  ['Deployments', 'rocket-ship', routeForWorkerDeployments],
];

/** The links of the side bar, as the package's navigation wants them. */
export const sections = (namespace, pathname) =>
  table.map(([label, icon, route]) => {
    const href = route({ namespace });
    return { label, icon, href, isActive: () => pathname.startsWith(href) };
  });

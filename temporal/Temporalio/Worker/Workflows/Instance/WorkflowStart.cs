using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>What a workflow instance is made from.</summary>
internal sealed record WorkflowStart(
    string WorkflowId,
    string RunId,
    WorkflowExecutionStartedEventAttributes Attributes,
    DateTime WorkflowStartTime,
    DateTime FirstTaskTime);

using Temporalio.Workflows;

namespace Temporalio.Worker;

/// <summary>Question whether a patch becomes active in a run that has not recorded it.</summary>
/// <param name="WorkflowInfo">The run.</param>
/// <param name="PatchId">Id of the patch.</param>
public record PatchActivationInput(WorkflowInfo WorkflowInfo, string PatchId);

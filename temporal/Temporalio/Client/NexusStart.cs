using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Client;

/// <summary>
/// What a Nexus operation adds to the start of the workflow that carries it out: a request id by which a repetition is
/// recognised, whom to tell of the end, and where the operation was asked for.
/// </summary>
internal sealed record NexusStart(string RequestId, Callback? Callback, IReadOnlyList<Link> Links)
{
    public void AddTo(StartWorkflowExecutionRequest request)
    {
        request.RequestId = RequestId;
        request.Links.Add(Links);
        if (Callback != null)
        {
            request.CompletionCallbacks.Add(Callback);
        }
        if (request.WorkflowIdConflictPolicy == WorkflowIdConflictPolicy.UseExisting)
        {
            request.OnConflictOptions = new()
            {
                AttachRequestId = true,
                AttachCompletionCallbacks = true,
                AttachLinks = true,
            };
        }
    }
}

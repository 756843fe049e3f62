using Temporal.DevServer.Grpc;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Update.V1;

namespace Temporal.DevServer.History;

/// <summary>An update that is not completed, and those who wait for it. Lives in memory only.</summary>
internal sealed class PendingUpdate(string id, Request request, UpdateStatus status)
{
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Outcome> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Update id.</summary>
    public string Id { get; } = id;

    /// <summary>What the caller asked for; empty when it is in an event: admitted by a reset, or accepted earlier.</summary>
    public Request Request { get; } = request;

    /// <summary>True when a reset admitted it: workers take it from that event, and get no message.</summary>
    public bool IsInHistory { get; init; }

    /// <summary>State; moved only by <see cref="UpdateMachine"/>.</summary>
    public UpdateStatus Status { get; set; } = status;

    /// <summary>Id of the Accepted event, once there is one.</summary>
    public long AcceptedId { get; set; }

    /// <summary>Ends when the update is accepted, or later, or fails with why it never will be.</summary>
    public Task Accepted => _accepted.Task;

    /// <summary>Ends with the outcome, or fails with why there will be none.</summary>
    public Task<Outcome> Completed => _completed.Task;

    /// <summary>The stage callers may see.</summary>
    public UpdateWorkflowExecutionLifecycleStage Stage =>
        _completed.Task.IsCompletedSuccessfully ? UpdateWorkflowExecutionLifecycleStage.Completed
        : _accepted.Task.IsCompletedSuccessfully ? UpdateWorkflowExecutionLifecycleStage.Accepted
        : UpdateWorkflowExecutionLifecycleStage.Admitted;

    /// <summary>Tells waiters that it is accepted.</summary>
    public void TellAccepted() => _accepted.TrySetResult();

    /// <summary>Tells waiters the outcome.</summary>
    public void TellCompleted(Outcome outcome)
    {
        _accepted.TrySetResult();
        _completed.TrySetResult(outcome);
    }

    /// <summary>Tells waiters that there will be no outcome.</summary>
    public void TellAborted(Exception error)
    {
        if (_accepted.TrySetException(error))
        {
            _ = _accepted.Task.Exception;
        }

        if (_completed.TrySetException(error))
        {
            _ = _completed.Task.Exception;
        }
    }
}

/// <summary>The update was under way when another run followed its run: it belongs on that one.</summary>
internal sealed class UpdateMovedException() : Exception("Another run followed this one before it saw the update.");

/// <summary>Updates of a run that are not completed, in the order in which they were admitted.</summary>
internal sealed class UpdateRegistry
{
    private readonly List<PendingUpdate> _updates = [];

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => _updates.Count == 0;

    /// <summary>Number of updates in flight.</summary>
    public int Count => _updates.Count;

    /// <summary>All, oldest first.</summary>
    public IReadOnlyList<PendingUpdate> All => _updates;

    /// <summary>True when the next workflow task has an update to deliver.</summary>
    public bool HasUnsent => _updates.Exists(u => u.Status == UpdateStatus.Admitted);

    /// <summary>One by its id, or null.</summary>
    public PendingUpdate? Find(string id) => _updates.Find(u => u.Id == id);

    /// <summary>Adds one.</summary>
    public void Add(PendingUpdate update)
    {
        Invariant.Require(Find(update.Id) is null);
        _updates.Add(update);
    }

    /// <summary>Forgets one.</summary>
    public void Remove(PendingUpdate update) => _updates.Remove(update);

    /// <summary>Errors of updates that end without an outcome.</summary>
    public static RpcException ClosingError() => RpcErrors.NotFound("workflow update was aborted by closing workflow");

    /// <summary>Error of updates whose workflow task blew up in the server.</summary>
    public static RpcException TaskFailureError() => RpcErrors.FailedPrecondition(
        "Unable to perform workflow execution update due to unexpected workflow task failure.",
        new WorkflowNotReadyFailure());
}

using System.Collections.Concurrent;
using System.Globalization;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Timers;
using Temporalio.Api.Nexus.V1;

namespace Temporal.DevServer.Nexus.Tasks;

/// <summary>
/// Hands calls to workers that poll a queue for Nexus tasks, and waits for their answers. Nothing of it is stored: whoever
/// calls keeps in mind that it must, and calls again.
/// </summary>
internal sealed class NexusDispatcher(TaskQueues queues, IClock clock)
{
    private readonly ConcurrentDictionary<string, NexusCall> _calls = new(StringComparer.Ordinal);

    /// <summary>Calls a worker; without an answer in time the call failed, and may be made again.</summary>
    public async Task<NexusAnswer> CallAsync(string namespaceId, string queue, Request request, TimeSpan timeout)
    {
        var call = new NexusCall(namespaceId, Guid.NewGuid().ToString(), request);
        request.ScheduledTime = clock.UtcNow.ToStamp();
        request.Capabilities = new() { TemporalFailureResponses = true };
        request.Header["request-timeout"] =
            string.Create(CultureInfo.InvariantCulture, $"{timeout.TotalMilliseconds:0}ms");
        var task = new NexusQueueTask(call) { Queue = queue, NormalQueue = queue, CreatedAt = clock.UtcNow };
        _calls[call.Id] = call;
        try
        {
            queues.Add(task);
            return await call.Answer.Task.WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            queues.TryWithdraw(task);
            return NexusFailures.Handler("UPSTREAM_TIMEOUT", "upstream timeout");
        }
        finally
        {
            _calls.TryRemove(call.Id, out _);
        }
    }

    /// <summary>True while somebody waits for the answer to a call.</summary>
    public bool IsWaiting(NexusCall call) => _calls.ContainsKey(call.Id);

    /// <summary>The call that a worker answers.</summary>
    public NexusCall Require(string namespaceId, string id) =>
        _calls.TryGetValue(id, out var call) && call.NamespaceId == namespaceId
            ? call
            : throw RpcErrors.NotFound("Nexus task not found or already expired");
}

/// <summary>A call of a handler.</summary>
/// <param name="NamespaceId">The handler's namespace.</param>
/// <param name="Id">Names it in the worker's token.</param>
/// <param name="Request">What the worker gets.</param>
internal sealed record NexusCall(string NamespaceId, string Id, Request Request)
{
    /// <summary>Completes with the first answer.</summary>
    public TaskCompletionSource<NexusAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A call on its way to a worker; it belongs to no run of the worker's namespace.</summary>
internal sealed class NexusQueueTask(NexusCall call) : QueueTask(new RunKey(call.NamespaceId, "", ""))
{
    /// <summary>The call.</summary>
    public NexusCall Call { get; } = call;

    /// <inheritdoc/>
    public override QueueKind Kind => QueueKind.Nexus;
}

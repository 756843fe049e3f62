using Temporal.DevServer.Nexus.Callbacks;
using Temporal.DevServer.Nexus.Operations;
using Temporal.DevServer.Persistence;

namespace Temporal.DevServer.History.Engine;

/// <summary>What a committed transition has to say to Nexus handlers, and to those who wait for its run.</summary>
internal static class NexusCalls
{
    /// <summary>Each call as something that is done until it succeeds.</summary>
    public static IEnumerable<Func<Task>> Of(ExecutionEngine engine, RunKey sender, Effects effects) =>
    [
        .. effects.OperationsToStart.Select(id => (Func<Task>)(() => new OperationCaller(engine).StartAsync(sender, id))),
        .. effects.OperationsToCancel.Select(id => (Func<Task>)(() => new OperationCaller(engine).CancelAsync(sender, id))),
        .. effects.CallbacksToCall.Select(at => (Func<Task>)(() => new CallbackSender(engine).SendAsync(sender, at))),
    ];
}

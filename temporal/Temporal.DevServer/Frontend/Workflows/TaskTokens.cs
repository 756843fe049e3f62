using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.State;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>Tokens that workers hold for tasks.</summary>
internal static class TaskTokens
{
    /// <summary>Token of the started workflow task.</summary>
    public static ByteString OfWorkflowTask(WorkflowRun run) => new TaskToken
    {
        NamespaceId = run.Key.NamespaceId,
        WorkflowId = run.Key.WorkflowId,
        RunId = run.Key.RunId,
        ScheduledId = run.State.Task.ScheduledId,
        StartedId = run.State.Task.StartedId,
        Attempt = run.State.Task.Attempt,
        Stamp = run.State.Task.Stamp,
        StartedTicks = run.State.Task.StartedTime.ToDateTimeOffset().Ticks,
    }.ToByteString();

    /// <summary>Token of a started activity.</summary>
    public static ByteString OfActivity(WorkflowRun run, ActivityInfo activity) => new TaskToken
    {
        NamespaceId = run.Key.NamespaceId,
        WorkflowId = run.Key.WorkflowId,
        RunId = run.Key.RunId,
        ScheduledId = activity.ScheduledId,
        Attempt = activity.Attempt,
        ActivityId = activity.ActivityId,
    }.ToByteString();

    /// <summary>Reads a token that must belong to a namespace.</summary>
    public static TaskToken Parse(ByteString bytes, NamespaceEntry ns)
    {
        if (bytes.IsEmpty)
        {
            throw RpcErrors.InvalidArgument("Task token not set on request.");
        }

        try
        {
            var token = TaskToken.Parser.ParseFrom(bytes);
            if (token.NamespaceId.Length == 0 || token.WorkflowId.Length == 0 || token.RunId.Length == 0)
            {
                throw Undecodable();
            }

            return token.NamespaceId == ns.Id
                ? token
                : throw RpcErrors.InvalidArgument("Operation requested with a token from a different namespace.");
        }
        catch (InvalidProtocolBufferException)
        {
            throw Undecodable();
        }
    }

    /// <summary>True when the token is of the workflow task that is started now.</summary>
    public static bool IsCurrent(TaskToken token, WorkflowRun run)
    {
        var task = run.State.Task;
        return WorkflowTaskMachine.IsStarted(run.State) && token.ActivityId.Length == 0 && token.Stamp == task.Stamp
            && token.StartedId == task.StartedId && token.Attempt == task.Attempt
            && token.StartedTicks == task.StartedTime.ToDateTimeOffset().Ticks;
    }

    private static RpcException Undecodable() => RpcErrors.InvalidArgument("Error deserializing task token.");
}

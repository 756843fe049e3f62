using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Cause = Temporalio.Api.Enums.V1.WorkflowTaskFailedCause;

namespace Temporal.DevServer.History.Commands;

/// <summary>StartChildWorkflowExecution.</summary>
internal static class ChildCommands
{
    private const Cause Bad = Cause.BadStartChildExecutionAttributes;

    /// <summary>Asks for a child workflow.</summary>
    public static void Start(CommandContext context, Command command)
    {
        var given = CommandContext.RequireSet(
            Bad, "StartChildWorkflowExecution", command.StartChildWorkflowExecutionCommandAttributes);
        var t = context.Transition;
        var target = context.Target(given.Namespace);
        var complete = Complete(given, t.State.TaskQueue);
        Validate(complete, target.Name, t.Now);
        if (t.State.Children.Count >= Limits.PendingChildrenMax)
        {
            throw new CommandFailure(Cause.PendingChildWorkflowsLimitExceeded,
                $"the number of pending child workflow executions, {t.State.Children.Count}, has reached the "
                + $"per-workflow limit of {Limits.PendingChildrenMax}");
        }

        complete.SearchAttributes = CommandContext.Attributes(
            target, given.SearchAttributes, dropRemoved: true, Bad,
            fault => $"invalid SearchAttributes on StartChildWorkflowCommand: {fault}. WorkflowId={given.WorkflowId} "
                + $"WorkflowType={given.WorkflowType.Name} Namespace={target.Name}");
        CommandContext.RequireSize(Bad, "StartChildWorkflowExecutionCommandAttributes. Input", given.Input);
        CommandContext.RequireSize(Bad, "StartChildWorkflowExecutionCommandAttributes.Memo", given.Memo);
        context.NewChildren.Add(given.WorkflowId);
        ChildMachine.Initiate(t, complete, target, command.UserMetadata, context.CompletedId);
    }

    private static StartChildWorkflowExecutionCommandAttributes Complete(
        StartChildWorkflowExecutionCommandAttributes given, string parentQueue)
    {
        var result = given.Clone();
        if (string.IsNullOrEmpty(result.TaskQueue?.Name))
        {
            result.TaskQueue = new TaskQueue { Name = parentQueue };
        }

        if (result.WorkflowIdReusePolicy == WorkflowIdReusePolicy.Unspecified)
        {
            result.WorkflowIdReusePolicy = WorkflowIdReusePolicy.AllowDuplicate;
        }

        if (result.ParentClosePolicy == ParentClosePolicy.Unspecified)
        {
            result.ParentClosePolicy = ParentClosePolicy.Terminate;
        }

        result.RetryPolicy = given.RetryPolicy is { } policy ? RetryRules.Complete(policy) : null;
        CompleteTimeouts(result);
        return result;
    }

    private static void CompleteTimeouts(StartChildWorkflowExecutionCommandAttributes child)
    {
        var execution = child.WorkflowExecutionTimeout.ToSpan();
        var run = child.WorkflowRunTimeout.ToSpan();
        if (execution > TimeSpan.Zero && (run == TimeSpan.Zero || run > execution))
        {
            run = execution;
        }

        var task = child.WorkflowTaskTimeout.ToSpan();
        task = task > TimeSpan.Zero ? task : Limits.TaskTimeoutDefault;
        task = task > Limits.TaskTimeoutMax ? Limits.TaskTimeoutMax : task;
        if (child.WorkflowRunTimeout.Fault() is null)
        {
            child.WorkflowRunTimeout = run.ToDuration();
        }

        if (child.WorkflowTaskTimeout.Fault() is null)
        {
            child.WorkflowTaskTimeout = (run > TimeSpan.Zero && run < task ? run : task).ToDuration();
        }
    }

    private static void Validate(
        StartChildWorkflowExecutionCommandAttributes child, string ns, DateTimeOffset now)
    {
        if (child.WorkflowId.Length == 0)
        {
            throw new CommandFailure(Bad, "Required field WorkflowId is not set on StartChildWorkflowExecutionCommand. "
                + $"WorkflowType={child.WorkflowType?.Name} Namespace={ns}");
        }

        if (StandaloneActivity.IsReserved(child.WorkflowId))
        {
            throw new CommandFailure(Bad, $"WorkflowId begins with {StandaloneActivity.IdPrefix}, which is reserved for "
                + $"activities that are started on their own. WorkflowId={child.WorkflowId} Namespace={ns}");
        }

        if (string.IsNullOrEmpty(child.WorkflowType?.Name))
        {
            throw new CommandFailure(Bad, "Required field WorkflowType is not set on StartChildWorkflowExecutionCommand. "
                + $"WorkflowId={child.WorkflowId} Namespace={ns}");
        }

        var (id, type) = ($"WorkflowId={child.WorkflowId}", $"WorkflowType={child.WorkflowType.Name}");
        var about = $"{id} {type} Namespace={ns}";
        CommandContext.RequireLength(Bad, $"WorkflowId on StartChildWorkflowExecutionCommand exceeds length limit. {id}",
            child.WorkflowId, $" {type} Namespace={ns}");
        CommandContext.RequireLength(
            Bad, $"WorkflowType on StartChildWorkflowExecutionCommand exceeds length limit. {id} {type}",
            child.WorkflowType.Name, $" Namespace={ns}");
        Refuse("Invalid WorkflowExecutionTimeout", child.WorkflowExecutionTimeout.Fault(), about);
        Refuse("Invalid WorkflowRunTimeout", child.WorkflowRunTimeout.Fault(), about);
        Refuse("Invalid WorkflowTaskTimeout", child.WorkflowTaskTimeout.Fault(), about);
        Refuse("invalid WorkflowRetryPolicy", RetryRules.Validate(child.RetryPolicy), about);
        Refuse("invalid CronSchedule", CronSchedule.Fault(child.CronSchedule, now), about);
        CommandContext.Refuse(Bad, PriorityRules.Fault(child.Priority));
        Refuse("invalid TaskQueue", QueueNames.Fault(child.TaskQueue),
            $"{about} TaskQueue={QueueNames.Show(child.TaskQueue)}");
    }

    private static void Refuse(string what, string? fault, string about)
    {
        if (fault is not null)
        {
            throw new CommandFailure(Bad, $"{what} on StartChildWorkflowExecutionCommand: {fault}. {about}");
        }
    }
}

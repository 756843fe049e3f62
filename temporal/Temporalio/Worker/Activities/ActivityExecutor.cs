using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Temporalio.Activities;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Worker.Activities;

/// <summary>Runs one attempt of an activity from its task to the report of its outcome.</summary>
internal sealed class ActivityExecutor(
    ActivityWorkerSettings settings,
    IActivityTaskService service,
    ActivityMetrics metrics,
    Func<ITemporalClient?> client,
    CancellationToken workerShutdown)
{
    // Room for clocks and the network before a timeout is acted on here, without the server.
    private static readonly TimeSpan LocalTimeoutBuffer = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = settings.LoggerFactory.CreateLogger<ActivityExecutor>();
    private readonly ActivityCall _call = new(settings);

    /// <summary>Makes the running activity of a task; it must then be run.</summary>
    public RunningActivity Prepare(PollActivityTaskQueueResponse task)
    {
        var converter = settings.DataConverter.WithSerializationContext(ContextOf(task));
        var info = InfoOf(task, converter);
        var log = settings.LoggerFactory.CreateLogger($"Temporalio.Activity:{info.ActivityType}");
        var activity = new RunningActivity(task, converter);
        activity.Heartbeats = new(activity, settings, service, _log);
        activity.Context = new(
            info,
            activity.CancellationToken,
            workerShutdown,
            task.TaskToken,
            log,
            converter.PayloadConverter,
            new Lazy<MetricMeter>(() => settings.Metrics.Meter.WithTags(
            [
                new("namespace", info.Namespace),
                new("task_queue", info.TaskQueue),
                new("activity_type", info.ActivityType),
            ])),
            client(),
            activity.Heartbeats.Record);
        return activity;
    }

    /// <summary>Runs it; never throws.</summary>
    public async Task RunAsync(RunningActivity activity)
    {
        var began = Stopwatch.GetTimestamp();
        ActivityExecutionContext.SetCurrent(activity.Context);
        using (activity)
        using (activity.Heartbeats)
        using (LocalTimeout(activity))
        using (activity.Context.Logger.BeginScope(activity.Context.Info.LoggerScope))
        {
            var outcome = await ExecuteAsync(activity).ConfigureAwait(false);
            activity.End();
            metrics.Ended(activity.Task, Stopwatch.GetElapsedTime(began), outcome);
            await ReportAsync(activity, outcome).ConfigureAwait(false);
        }
    }

    private static ISerializationContext.Activity ContextFor(
        PollActivityTaskQueueResponse task, string ns, string taskQueue) =>
        new(
            ns,
            task.ActivityId,
            NullIfEmpty(task.WorkflowExecution?.WorkflowId),
            NullIfEmpty(task.WorkflowType?.Name),
            task.ActivityType.Name,
            taskQueue,
            IsLocal: false);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static TimeSpan? ToTime(Duration? duration) =>
        duration?.ToTimeSpan() is { } time && time > TimeSpan.Zero ? time : null;

    private static Timer? LocalTimeout(RunningActivity activity)
    {
        if (ToTime(activity.Task.StartToCloseTimeout) is not { } timeout)
        {
            return null;
        }
        var timer = new Timer(_ => activity.Cancel(ActivityCancelReason.Timeout));
        // A timer counts at most this many milliseconds, about 49 days.
        var longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);
        var due = timeout + LocalTimeoutBuffer;
        timer.Change(due < longest ? due : longest, Timeout.InfiniteTimeSpan);
        return timer;
    }

    private ISerializationContext.Activity ContextOf(PollActivityTaskQueueResponse task) =>
        ContextFor(task, NullIfEmpty(task.WorkflowNamespace) ?? settings.Namespace, settings.TaskQueue);

    private ActivityInfo InfoOf(PollActivityTaskQueueResponse task, DataConverter converter)
    {
        var workflowId = NullIfEmpty(task.WorkflowExecution?.WorkflowId);
        var ns = NullIfEmpty(task.WorkflowNamespace) ?? settings.Namespace;
        return new(
            task.ActivityId,
            task.ActivityType.Name,
            task.Attempt,
            task.CurrentAttemptScheduledTime?.ToDateTime() ?? default,
            converter,
            task.HeartbeatDetails?.Payloads_ ?? new(),
            ToTime(task.HeartbeatTimeout),
            IsLocal: false,
            ns,
            Priority.FromProto(task.Priority),
            task.RetryPolicy == null ? null : RetryPolicy.FromProto(task.RetryPolicy),
            ToTime(task.ScheduleToCloseTimeout),
            task.ScheduledTime?.ToDateTime() ?? default,
            ToTime(task.StartToCloseTimeout),
            task.StartedTime?.ToDateTime() ?? default,
            settings.TaskQueue,
            task.TaskToken.ToByteArray(),
            workflowId,
            workflowId == null ? null : ns,
            workflowId == null ? null : task.WorkflowExecution!.RunId,
            workflowId == null ? null : task.WorkflowType?.Name);
    }

    private async Task<ActivityOutcome> ExecuteAsync(RunningActivity activity)
    {
        try
        {
            if (!settings.Registry.TryGet(activity.Task.ActivityType.Name, out var definition))
            {
                metrics.Unregistered(activity.Task);
                throw new ApplicationFailureException(
                    settings.Registry.DescribeMissing(activity.Task.ActivityType.Name),
                    errorType: "NotFoundError");
            }
            return ActivityOutcome.Completed(await _call.InvokeAsync(activity, definition).ConfigureAwait(false));
        }
        catch (CompleteAsyncException)
        {
            return ActivityOutcome.FromOutside;
        }
        catch (Exception e)
        {
            return await ToOutcomeAsync(activity, e).ConfigureAwait(false);
        }
    }

    /// <summary>Decides what an exception means, by the reason for a cancellation if there was one.</summary>
    private async Task<ActivityOutcome> ToOutcomeAsync(RunningActivity activity, Exception e)
    {
        try
        {
            if (TemporalException.IsCanceledException(e))
            {
                switch (activity.Context.CancelReason)
                {
                    case ActivityCancelReason.CancelRequested:
                        return ActivityOutcome.Cancelled(await CancelDetailsAsync(activity, e).ConfigureAwait(false));
                    case ActivityCancelReason.HeartbeatRecordFailure:
                        e = activity.HeartbeatFailure ?? e;
                        break;
                    case ActivityCancelReason.WorkerShutdown:
                        e = new ApplicationFailureException(
                            "Worker is shutting down and this activity did not complete in time",
                            errorType: "WorkerShutdown");
                        break;
                    case ActivityCancelReason.Paused:
                        e = new ApplicationFailureException("Activity paused", e, errorType: "ActivityPause");
                        break;
                    case ActivityCancelReason.Reset:
                        e = new ApplicationFailureException("Activity reset", e, errorType: "ActivityReset");
                        break;
                    default:
                        break;
                }
            }
            // The server takes application failures only.
            var toReport = e is FailureException and not ApplicationFailureException
                ? new ApplicationFailureException(e.Message, e, errorType: e.GetType().Name)
                : e;
            var outcome = ActivityOutcome.Failed(
                await activity.DataConverter.ToFailureAsync(toReport).ConfigureAwait(false));
            if (!outcome.IsBenign)
            {
                Logs.ActivityFailed(
                    activity.Context.Logger, e, activity.Task.ActivityType.Name, activity.Task.ActivityId,
                    activity.Task.Attempt);
            }
            return outcome;
        }
        catch (Exception converting)
        {
            return ActivityOutcome.Failed(new()
            {
                Message = $"Failed building completion: {converting}",
                ApplicationFailureInfo = new() { Type = converting.GetType().Name },
            });
        }
    }

    private static async Task<Api.Common.V1.Payloads?> CancelDetailsAsync(RunningActivity activity, Exception e) =>
        e is CanceledFailureException { Details: OutboundFailureDetails { Count: > 0 } details }
            ? await ClientPayloads.ToPayloadsAsync(activity.DataConverter, details.Details).ConfigureAwait(false)
            : null;

    private async Task ReportAsync(RunningActivity activity, ActivityOutcome outcome)
    {
        try
        {
            var unsent = await activity.Heartbeats.EndAsync().ConfigureAwait(false);
            if (activity.Context.CancelReason == ActivityCancelReason.GoneFromServer)
            {
                // The server has forgotten this attempt.
                return;
            }
            await ReportAsync(activity, outcome, unsent).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            Logs.ActivityGone(_log, activity.Task.ActivityType.Name, activity.Task.ActivityId);
        }
        catch (Exception e)
        {
            // The server will time the attempt out and try again.
            Logs.NotReported(_log, e, activity.Task.ActivityType.Name, activity.Task.ActivityId);
        }
    }

    private async Task ReportAsync(
        RunningActivity activity, ActivityOutcome outcome, Api.Common.V1.Payloads? unsentHeartbeat)
    {
        switch (outcome.Kind)
        {
            case ActivityOutcomeKind.Completed:
                await service.CompleteAsync(new()
                {
                    Namespace = settings.Namespace,
                    TaskToken = activity.Task.TaskToken,
                    Result = new() { Payloads_ = { outcome.Result } },
                    Identity = settings.Identity,
                    DeploymentOptions = settings.Deployment,
                }).ConfigureAwait(false);
                break;
            case ActivityOutcomeKind.Failed:
                await service.FailAsync(new()
                {
                    Namespace = settings.Namespace,
                    TaskToken = activity.Task.TaskToken,
                    Failure = outcome.Failure,
                    LastHeartbeatDetails = unsentHeartbeat,
                    Identity = settings.Identity,
                    DeploymentOptions = settings.Deployment,
                }).ConfigureAwait(false);
                break;
            case ActivityOutcomeKind.Cancelled:
                if (unsentHeartbeat != null)
                {
                    await activity.Heartbeats.FlushAsync(unsentHeartbeat).ConfigureAwait(false);
                }
                await service.CancelAsync(new()
                {
                    Namespace = settings.Namespace,
                    TaskToken = activity.Task.TaskToken,
                    Details = outcome.CancelDetails,
                    Identity = settings.Identity,
                    DeploymentOptions = settings.Deployment,
                }).ConfigureAwait(false);
                break;
            default:
                break;
        }
    }
}

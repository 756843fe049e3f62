using System.Diagnostics;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Temporalio.Activities;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Worker.Activities;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Tuning;
using Temporalio.Worker.Workflows.Machines;
using Priority = Temporalio.Common.Priority;
using RetryPolicy = Temporalio.Common.RetryPolicy;

namespace Temporalio.Worker.Workflows.LocalActivities;

/// <summary>Runs the attempts of local activities in this process.</summary>
internal sealed class LocalActivityRunner(
    ActivityRegistry registry,
    IReadOnlyCollection<IWorkerInterceptor> interceptors,
    ISlotGate slots,
    ILoggerFactory loggerFactory,
    MetricMeter meter,
    LocalActivityMetrics metrics,
    Func<ITemporalClient?> client)
{
    private static readonly TimeSpan DefaultRetryThreshold = TimeSpan.FromMinutes(1);

    // What the timers of the runtime can count.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    /// <summary>
    /// Runs attempts until one ends it, or until the wait before the next is too long for a workflow task.
    /// </summary>
    /// <param name="request">Activity.</param>
    /// <param name="cancel">Cancelled when the workflow cancels it.</param>
    public async Task<LocalActivityOutcome> RunAsync(LocalActivityRequest request, CancellationToken cancel)
    {
        for (var attempt = request.FirstAttempt; ; attempt++)
        {
            var outcome = await AttemptAsync(request, attempt, cancel).ConfigureAwait(false);
            if (outcome.Failure is not { } failure || NextDelay(request, failure, attempt) is not { } delay)
            {
                return new(outcome, attempt, null);
            }
            if (delay > (request.Options.LocalRetryThreshold ?? DefaultRetryThreshold))
            {
                return new(outcome, attempt, delay);
            }
            try
            {
                await Task.Delay(delay, cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return new(Outcome.Failed(LocalActivityMachine.CancelledFailure()), attempt, null);
            }
        }
    }

    /// <summary>Wait before the next attempt; null if there is none.</summary>
    private static TimeSpan? NextDelay(LocalActivityRequest request, Failure failure, int attempt)
    {
        var policy = request.RetryPolicy;
        if (!IsRetryable(failure, policy) || (policy.MaximumAttempts > 0 && attempt >= policy.MaximumAttempts))
        {
            return null;
        }
        var delay = failure.ApplicationFailureInfo?.NextRetryDelay?.ToTimeSpan() ?? TimeSpan.FromTicks((long)Math.Min(
            policy.MaximumInterval!.Value.Ticks, policy.InitialInterval.Ticks * Math.Pow(policy.BackoffCoefficient, attempt - 1)));
        var deadline = request.Options.ScheduleToCloseTimeout is { } limit
            ? request.OriginalScheduleTime + limit
            : DateTime.MaxValue;
        return DateTime.UtcNow + delay < deadline ? delay : null;
    }

    private static bool IsRetryable(Failure failure, RetryPolicy policy) => failure.FailureInfoCase switch
    {
        Failure.FailureInfoOneofCase.ApplicationFailureInfo => !failure.ApplicationFailureInfo.NonRetryable &&
            !(policy.NonRetryableErrorTypes ?? []).Contains(
                failure.ApplicationFailureInfo.Type, StringComparer.OrdinalIgnoreCase),
        Failure.FailureInfoOneofCase.TimeoutFailureInfo =>
            failure.TimeoutFailureInfo.TimeoutType == TimeoutType.StartToClose,
        _ => false,
    };

    private async Task<Outcome> AttemptAsync(LocalActivityRequest request, int attempt, CancellationToken cancel)
    {
        if (await ReserveAsync(request, cancel).ConfigureAwait(false) is not { } permit)
        {
            return cancel.IsCancellationRequested
                ? Outcome.Failed(LocalActivityMachine.CancelledFailure())
                : Outcome.Failed(TimeoutFailure(TimeoutType.ScheduleToStart));
        }
        var info = new SlotInfo.LocalActivitySlotInfo(request.ActivityType);
        slots.MarkUsed(permit, info);
        metrics.Started(request);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var outcome = await AttemptInSlotAsync(request, attempt, cancel).ConfigureAwait(false);
            metrics.Ended(request, Stopwatch.GetElapsedTime(began), outcome);
            return outcome;
        }
        finally
        {
            slots.Release(permit, info);
        }
    }

    /// <returns>Null: cancelled, or no slot became free in the time that the caller allows.</returns>
    private async Task<SlotPermit?> ReserveAsync(LocalActivityRequest request, CancellationToken cancel)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (request.Options.ScheduleToStartTimeout is { } longestWait)
        {
            wait.CancelAfter(longestWait);
        }
        try
        {
            return await slots.ReserveAsync(isSticky: false, wait.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<Outcome> AttemptInSlotAsync(LocalActivityRequest request, int attempt, CancellationToken cancel)
    {
        var (limit, kind) = TimeLimit(request);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(limit);
        // Elsewhere, because code that blocks must not hold up the workflow's other local activities.
        var call = Task.Run(() => CallAsync(request, attempt, timeout.Token), CancellationToken.None);
        try
        {
            await call.WaitAsync(limit, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // An activity that does not react to its timeout is left behind.
            return Outcome.Failed(TimeoutFailure(kind));
        }
        catch (OperationCanceledException)
        {
            // One that is cancelled is awaited: it may end in its own way.
        }
        var outcome = await call.ConfigureAwait(false);
        var ranOut = timeout.IsCancellationRequested && !cancel.IsCancellationRequested;
        return outcome.Failure != null && ranOut ? Outcome.Failed(TimeoutFailure(kind)) : outcome;
    }

    private static (TimeSpan Limit, TimeoutType Kind) TimeLimit(LocalActivityRequest request)
    {
        var attempt = request.Options.StartToCloseTimeout is { } own && own < LongestTimer ? own : LongestTimer;
        var whole = request.Options.ScheduleToCloseTimeout is { } limit && limit < LongestTimer
            ? request.OriginalScheduleTime + limit - DateTime.UtcNow
            : LongestTimer;
        return whole < attempt
            ? (whole > TimeSpan.Zero ? whole : TimeSpan.Zero, TimeoutType.ScheduleToClose)
            : (attempt, TimeoutType.StartToClose);
    }

    private static Failure TimeoutFailure(TimeoutType type) => new()
    {
        Message = "Activity timed out",
        TimeoutFailureInfo = new() { TimeoutType = type },
    };

    private async Task<Outcome> CallAsync(LocalActivityRequest request, int attempt, CancellationToken token)
    {
        try
        {
            var definition = registry.Get(request.ActivityType);
            var context = ContextOf(request, attempt, token);
            ActivityExecutionContext.SetCurrent(context);
            using var scope = context.Logger.BeginScope(context.Info.LoggerScope);
            ActivityInboundInterceptor inbound = new InboundEnd();
            foreach (var interceptor in interceptors.Reverse())
            {
                inbound = interceptor.InterceptActivity(inbound);
            }
            inbound.Init(new OutboundEnd());
            var result = await inbound.ExecuteActivityAsync(
                new(definition, DecodeArgs(request, definition), request.Headers)).ConfigureAwait(false);
            var payload = request.DataConverter.PayloadConverter.ToPayload(result is ValueTuple ? null : result);
            return Outcome.Success(new Payloads { Payloads_ = { payload } });
        }
        catch (Exception e)
        {
            return Outcome.Failed(token.IsCancellationRequested && TemporalException.IsCanceledException(e)
                ? LocalActivityMachine.CancelledFailure()
                : request.DataConverter.FailureConverter.ToFailure(e, request.DataConverter.PayloadConverter));
        }
    }

    private static object?[] DecodeArgs(LocalActivityRequest request, ActivityDefinition definition)
    {
        try
        {
            return ArgsOf(request, definition);
        }
        catch (Exception e)
        {
            throw new ApplicationFailureException("Failed decoding parameters", e);
        }
    }

    private static object?[] ArgsOf(LocalActivityRequest request, ActivityDefinition definition)
    {
        if (definition.Dynamic)
        {
            return [request.Args.Select(p => (Converters.IRawValue)new Converters.RawValue(p)).ToArray()];
        }
        if (request.Args.Count < definition.RequiredParameterCount)
        {
            throw new ApplicationFailureException(
                $"Activity {definition.Name} given {request.Args.Count} parameter(s), but more than that are required " +
                "by the signature");
        }
        return [.. request.Args.Zip(
            definition.ParameterTypes, request.DataConverter.PayloadConverter.ToValue)];
    }

    private ActivityExecutionContext ContextOf(LocalActivityRequest request, int attempt, CancellationToken token)
    {
        var now = DateTime.UtcNow;
        var info = new ActivityInfo(
            request.ActivityId,
            request.ActivityType,
            attempt,
            now,
            request.DataConverter,
            [],
            null,
            IsLocal: true,
            request.Workflow.Namespace,
            Priority.Default,
            request.RetryPolicy,
            request.Options.ScheduleToCloseTimeout,
            request.OriginalScheduleTime,
            request.StartToCloseTimeout,
            now,
            request.Workflow.TaskQueue,
            [],
            request.Workflow.WorkflowId,
            request.Workflow.Namespace,
            request.Workflow.RunId,
            request.Workflow.WorkflowType);
        return new(
            info,
            token,
            CancellationToken.None,
            ByteString.Empty,
            loggerFactory.CreateLogger($"Temporalio.Activity:{info.ActivityType}"),
            request.DataConverter.PayloadConverter,
            new Lazy<MetricMeter>(() => meter.WithTags(
            [
                new("namespace", info.WorkflowNamespace!),
                new("task_queue", info.TaskQueue),
                new("activity_type", info.ActivityType),
            ])),
            client(),
            static _ => { });
    }

    private sealed class InboundEnd : ActivityInboundInterceptor
    {
        public override void Init(ActivityOutboundInterceptor outbound)
        {
            // Local activities have no heartbeats.
        }

        public override Task<object?> ExecuteActivityAsync(ExecuteActivityInput input) =>
            input.Activity.InvokeAsync(input.Args);
    }

    private sealed class OutboundEnd : ActivityOutboundInterceptor
    {
        public override void Heartbeat(HeartbeatInput input)
        {
            // Local activities have no heartbeats.
        }
    }
}

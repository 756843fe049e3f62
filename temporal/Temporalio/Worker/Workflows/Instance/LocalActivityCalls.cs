using System.Collections.ObjectModel;
using System.Globalization;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Workflows.LocalActivities;
using Temporalio.Worker.Workflows.Machines;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>
/// Local activities. Live, the worker runs them while the workflow task is open. In replay their ends come from the
/// markers ahead, one at a time and in their order, so that what the code does in between falls into the same places.
/// </summary>
internal sealed class LocalActivityCalls(WorkflowInstance instance)
{
    private readonly Queue<MarkerRecordedEventAttributes> _recorded = new();
    private readonly Dictionary<int, LocalActivityMachine> _pending = [];

    /// <summary>Gets those that have not ended.</summary>
    public IEnumerable<LocalActivityMachine> Pending => _pending.Values.Where(m => !m.IsResolved);

    /// <summary>History has the results of local activities that are about to be called.</summary>
    public void Notify(IReadOnlyCollection<MarkerRecordedEventAttributes> markers)
    {
        foreach (var marker in markers)
        {
            _recorded.Enqueue(marker);
        }
    }

    /// <summary>Ends the next local activity that has ended in history, if the code has called it.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryResolveRecorded()
    {
        while (_recorded.TryPeek(out var marker))
        {
            var data = LocalActivityMarker.Read(marker);
            if (!_pending.TryGetValue(data.Seq, out var machine))
            {
                return false;
            }
            _recorded.Dequeue();
            _pending.Remove(data.Seq);
            if (machine.IsResolved)
            {
                continue;
            }
            marker.Details.TryGetValue(LocalActivityMarker.ResultKey, out var result);
            // Official workers record no time for one that was cancelled: the workflow's time stays where it is.
            machine.Resolve(
                new(new(result, marker.Failure), data.Attempt, data.Backoff?.ToSpan()),
                data.CompleteTime?.ToTime() ?? instance.Run.UtcNow);
            return true;
        }
        return false;
    }

    /// <summary>A local activity that the worker ran has ended.</summary>
    public void Resolve(LocalActivityMachine machine, LocalActivityOutcome outcome)
    {
        _pending.Remove(machine.Request.Seq);
        if (!machine.IsResolved)
        {
            machine.Resolve(outcome, null);
        }
    }

    public async Task<T> ScheduleAsync<T>(ScheduleLocalActivityInput input)
    {
        var options = input.Options;
        if (options.StartToCloseTimeout == null && options.ScheduleToCloseTimeout == null)
        {
            throw new ArgumentException("Activity options must have StartToCloseTimeout or ScheduleToCloseTimeout");
        }
        // This very worker would have to run it; so a missing one waits for a better worker, as a missing workflow does.
        _ = instance.Settings.LocalActivities?.Get(input.Activity);
        var token = options.CancellationToken ?? instance.Run.CancellationToken;
        var attempt = 1;
        var firstScheduled = instance.Run.UtcNow;
        while (true)
        {
            if (token.IsCancellationRequested)
            {
                throw new CanceledFailureException("Activity cancelled before scheduled");
            }
            var machine = Start(input, attempt, firstScheduled);
            var outcome = await WaitAsync(machine, token);
            if (outcome.Backoff is not { } backoff)
            {
                return Unwrap<T>(machine, outcome);
            }
            // Too long for a workflow task: a timer waits, and the worker may forget the workflow meanwhile.
            await instance.Timers.DelayAsync(new(backoff, token, Summary: "LocalActivityBackoff"));
            attempt = outcome.Attempt + 1;
        }
    }

    private LocalActivityMachine Start(ScheduleLocalActivityInput input, int attempt, DateTime firstScheduled)
    {
        var seq = instance.Activities.NextSeq();
        var id = input.Options.ActivityId ?? seq.ToString(CultureInfo.InvariantCulture);
        var converter = instance.Activities.ConverterFor(
            id, input.Activity, instance.Run.Info.TaskQueue, isLocal: true);
        var machine = new LocalActivityMachine(
            instance.Commands,
            new()
            {
                Seq = seq,
                ActivityId = id,
                ActivityType = input.Activity,
                Options = input.Options,
                Args = [.. converter.PayloadConverter.ToPayloads(input.Args)],
                Metadata = PayloadCalls.ToMetadata(converter.PayloadConverter, input.Options.Summary),
                Headers = input.Headers?.AsReadOnly() ?? ReadOnlyDictionary<string, Payload>.Empty,
                DataConverter = converter,
                Workflow = instance.Run.Info,
                FirstAttempt = attempt,
                OriginalScheduleTime = firstScheduled,
            },
            () => instance.Run.ElapsedNow);
        _pending.Add(seq, machine);
        return machine;
    }

    private async Task<LocalActivityOutcome> WaitAsync(LocalActivityMachine machine, CancellationToken token)
    {
        using var stack = instance.Stacks.Enter();
        using var registration = token.Register(static m => ((LocalActivityMachine)m!).Cancel(), machine);
        var outcome = await machine.Task;
        instance.Run.AdvanceTo(machine.CompleteTime);
        return outcome;
    }

    private static T Unwrap<T>(LocalActivityMachine machine, LocalActivityOutcome outcome)
    {
        var request = machine.Request;
        if (outcome.Outcome.Failure is not { } cause)
        {
            return PayloadCalls.ToResult<T>(request.DataConverter.PayloadConverter, outcome.Outcome.Result);
        }
        throw request.DataConverter.FailureConverter.ToException(
            Wrap(cause, request), request.DataConverter.PayloadConverter);
    }

    /// <summary>
    /// What the activity threw reaches the workflow as it is, other than with activities that are not local; the end of its
    /// time and its cancellation come inside the failure of an activity, both with the retry state of a cancelled one.
    /// </summary>
    private static Failure Wrap(Failure cause, LocalActivityRequest request)
    {
        var message =
            cause.TimeoutFailureInfo != null ? "Local Activity timed out" :
            cause.CanceledFailureInfo != null ? "Local Activity cancelled" : null;
        return message == null ? cause : new()
        {
            Message = message,
            Cause = cause,
            ActivityFailureInfo = new()
            {
                ActivityId = request.ActivityId,
                ActivityType = new() { Name = request.ActivityType },
                RetryState = RetryState.CancelRequested,
            },
        };
    }
}

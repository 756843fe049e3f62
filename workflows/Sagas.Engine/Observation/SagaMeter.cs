using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sagas.Engine.Execution;
using Temporalio.Workflows;

namespace Sagas.Engine.Observation;

/// <summary>
/// What sagas do, as measurements of the platform's meter <c>Sagas.Engine</c>. Nothing is measured while history is replayed;
/// a workflow task that fails and is run again may count once more. Without a listener nothing is done at all.
/// </summary>
internal static class SagaMeter
{
    private static readonly Meter Meter = new("Sagas.Engine");

    private static readonly Counter<long> StartedCounter =
        Meter.CreateCounter<long>("saga.started", description: "Sagas that began");

    private static readonly Counter<long> EndedCounter = Meter.CreateCounter<long>(
        "saga.ended", description: "Sagas that ended, by outcome, the step they had come to, and cause");

    private static readonly Counter<long> ParkedCounter = Meter.CreateCounter<long>(
        "saga.parked", description: "Times a saga could not go on, by step and cause");

    private static readonly Counter<long> RepairedCounter = Meter.CreateCounter<long>(
        "saga.repaired", description: "Times a parked saga went on, by step and by what made it go on");

    private static readonly Histogram<double> StepHistogram = Meter.CreateHistogram<double>(
        "saga.step.duration", "s", "Time in a step or compensation, retries included");

    private static readonly Histogram<double> SagaHistogram =
        Meter.CreateHistogram<double>("saga.duration", "s", "Time from a saga's start to its end");

    private static readonly Histogram<double> ParkedHistogram =
        Meter.CreateHistogram<double>("saga.parked.duration", "s", "Time a saga was parked");

    public static void Started(string saga)
    {
        if (StartedCounter.Enabled && IsNew())
        {
            StartedCounter.Add(1, new TagList { { "saga", saga } });
        }
    }

    public static void Ended(string saga, string state, string step, SagaError? error)
    {
        if (!EndedCounter.Enabled || !IsNew())
        {
            return;
        }
        var outcome = new TagList { { "saga", saga }, { "outcome", state } };
        SagaHistogram.Record((Workflow.UtcNow - Workflow.Info.StartTime).TotalSeconds, outcome);
        outcome.Add("step", step);
        outcome.Add("cause", error?.Code ?? "none");
        EndedCounter.Add(1, outcome);
    }

    public static void StepEnded(string saga, TimelineLine line)
    {
        if (StepHistogram.Enabled && IsNew())
        {
            StepHistogram.Record((line.EndedAt! - line.StartedAt).Value.TotalSeconds, new TagList
            {
                { "saga", saga },
                { "step", line.Name },
                { "kind", line.Compensation ? "compensation" : "action" },
                { "outcome", Word(line.Outcome) },
            });
        }
    }

    public static void Parked(string saga, OpenCase open)
    {
        if (ParkedCounter.Enabled && IsNew())
        {
            ParkedCounter.Add(1, new TagList { { "saga", saga }, { "step", open.Name }, { "cause", open.Error.Code } });
        }
    }

    public static void Repaired(string saga, OpenCase open, Decision decision)
    {
        if (RepairedCounter.Enabled && IsNew())
        {
            var tags = new TagList { { "saga", saga }, { "step", open.Name }, { "action", Word(decision.Action) } };
            RepairedCounter.Add(1, tags);
            ParkedHistogram.Record((Workflow.UtcNow - open.Since).TotalSeconds, tags);
        }
    }

    private static bool IsNew() => !Workflow.Unsafe.IsReplaying;

    private static string Word(LineOutcome outcome) => outcome switch
    {
        LineOutcome.Done => "done",
        LineOutcome.Refused => "refused",
        LineOutcome.Failed => "failed",
        LineOutcome.Accepted => "accepted",
        _ => "running",
    };

    private static string Word(RepairAction action) => action switch
    {
        RepairAction.Retry => "retry",
        RepairAction.Compensate => "compensate",
        RepairAction.AcceptAsDone => "accept_as_done",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action on a parked saga"),
    };
}

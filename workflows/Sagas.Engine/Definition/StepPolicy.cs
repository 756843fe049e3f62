using Temporalio.Common;
using Temporalio.Workflows;

namespace Sagas.Engine.Definition;

/// <summary>Where an action or a compensation runs, for how long, and how often it is tried again.</summary>
/// <param name="TaskQueue">Task queue of the activity.</param>
/// <param name="StartToClose">Longest time of one attempt; an attempt that exceeds it may still have had its effect.</param>
public sealed record StepPolicy(string TaskQueue, TimeSpan StartToClose)
{
    /// <summary>Purpose: longest time over all attempts, then the saga asks the provider and parks.</summary>
    /// <value>Default null: tried for ever, unseen by support.</value>
    public TimeSpan? GiveUpAfter { get; init; }

    /// <summary>Purpose: pause between further single attempts while the saga is parked, until one succeeds or somebody decides.</summary>
    /// <value>Default null: only a decision goes on. A compensation that gives up must set it.</value>
    /// <remarks>Without effect on an error that no retry will cure, and without <see cref="GiveUpAfter"/>.</remarks>
    public TimeSpan? TryAgainEvery { get; init; }

    /// <summary>Purpose: wait before the second attempt.</summary>
    /// <value>Default 200 milliseconds.</value>
    public TimeSpan FirstRetryAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Purpose: factor by which each wait exceeds the one before.</summary>
    /// <value>Default 2.</value>
    public float BackoffCoefficient { get; init; } = 2;

    /// <summary>Purpose: the cap of the growing wait.</summary>
    /// <value>Default 1 minute.</value>
    public TimeSpan RetryAtLeastEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Purpose: longest silence of a heartbeating activity.</summary>
    /// <value>Default null: the activity does not heartbeat.</value>
    public TimeSpan? HeartbeatTimeout { get; init; }

    /// <summary>
    /// Purpose: longest local attempt, where the run makes one. Until it ends nobody sees it, and the workflow hears of nothing else.
    /// </summary>
    /// <value>Default 5 seconds, and never more than <see cref="StartToClose"/>.</value>
    public TimeSpan LocalAttemptMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>As options of an activity call.</summary>
    internal ActivityOptions ToOptions(string? summary, CancellationToken cancellation) => new()
    {
        TaskQueue = TaskQueue,
        StartToCloseTimeout = StartToClose,
        ScheduleToCloseTimeout = GiveUpAfter,
        HeartbeatTimeout = HeartbeatTimeout,
        RetryPolicy = new RetryPolicy
        {
            InitialInterval = FirstRetryAfter,
            BackoffCoefficient = BackoffCoefficient,
            MaximumInterval = RetryAtLeastEvery,
        },
        CancellationToken = cancellation,
        // The attempt in hand may be having its effect: its end is awaited before anything is undone.
        CancellationType = ActivityCancellationType.WaitCancellationCompleted,
        Summary = summary,
    };

    /// <summary>
    /// As options of the one local attempt. It is not cancelled: it may be having its effect, and it is short.
    /// </summary>
    internal LocalActivityOptions ToLocalAttempt(string? summary)
    {
        var longest = StartToClose < LocalAttemptMax ? StartToClose : LocalAttemptMax;
        return new()
        {
            StartToCloseTimeout = longest,
            ScheduleToCloseTimeout = longest,
            RetryPolicy = new RetryPolicy { MaximumAttempts = 1 },
            CancellationToken = CancellationToken.None,
            Summary = summary,
        };
    }

    /// <summary>As options of a single attempt.</summary>
    internal ActivityOptions ToSingleAttempt(string summary)
    {
        var options = ToOptions(summary, CancellationToken.None);
        options.ScheduleToCloseTimeout = StartToClose;
        options.RetryPolicy!.MaximumAttempts = 1;
        return options;
    }

    /// <summary>What is wrong with these numbers, each as one sentence.</summary>
    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(TaskQueue))
        {
            yield return "names no task queue";
        }
        if (StartToClose <= TimeSpan.Zero)
        {
            yield return $"has a start-to-close timeout of {StartToClose}, which must be positive";
        }
        if (GiveUpAfter is { } giveUp && giveUp < StartToClose)
        {
            yield return $"gives up after {giveUp}, before one attempt of {StartToClose} can end";
        }
        if (TryAgainEvery is { } pause && (pause <= TimeSpan.Zero || GiveUpAfter is null))
        {
            yield return $"tries again every {pause} when parked, which must be positive and needs GiveUpAfter";
        }
        if (FirstRetryAfter <= TimeSpan.Zero || RetryAtLeastEvery < FirstRetryAfter)
        {
            yield return $"retries first after {FirstRetryAfter} and at least every {RetryAtLeastEvery}; "
                + "the first must be positive and not exceed the second";
        }
        if (LocalAttemptMax <= TimeSpan.Zero)
        {
            yield return $"tries locally for {LocalAttemptMax}, which must be positive";
        }
        if (BackoffCoefficient < 1)
        {
            yield return $"has a back-off coefficient of {BackoffCoefficient}, which must be at least 1";
        }
    }
}

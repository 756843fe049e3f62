using Temporalio.Api.Common.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Workflows;
using RetryPolicy = Temporalio.Common.RetryPolicy;

namespace Temporalio.Worker.Workflows.LocalActivities;

/// <summary>A local activity that a workflow wants to run.</summary>
internal sealed record LocalActivityRequest
{
    public required int Seq { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityType { get; init; }

    public required LocalActivityOptions Options { get; init; }

    public required IReadOnlyList<Payload> Args { get; init; }

    public required IReadOnlyDictionary<string, Payload> Headers { get; init; }

    /// <summary>Gets what people are shown at the marker.</summary>
    public UserMetadata? Metadata { get; init; }

    public required DataConverter DataConverter { get; init; }

    public required WorkflowInfo Workflow { get; init; }

    /// <summary>Gets the attempt to begin with; more than 1 after a back-off that was a timer.</summary>
    public int FirstAttempt { get; init; } = 1;

    /// <summary>Gets when the first attempt was scheduled.</summary>
    public required DateTime OriginalScheduleTime { get; init; }

    /// <summary>Gets the policy, with its longest interval filled in as the server does for other activities.</summary>
    public RetryPolicy RetryPolicy
    {
        get
        {
            var policy = Options.RetryPolicy ?? new();
            return policy with { MaximumInterval = policy.MaximumInterval ?? policy.InitialInterval * 100 };
        }
    }

    /// <summary>Gets the longest time of an attempt: that of all attempts if nothing else is said.</summary>
    public TimeSpan? StartToCloseTimeout => Options.StartToCloseTimeout ?? Options.ScheduleToCloseTimeout;
}

using Temporalio.Api.Common.V1;
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

    public required IReadOnlyDictionary<string, Payload>? Headers { get; init; }

    public required DataConverter DataConverter { get; init; }

    public required WorkflowInfo Workflow { get; init; }

    /// <summary>Gets the attempt to begin with; more than 1 after a back-off that was a timer.</summary>
    public int FirstAttempt { get; init; } = 1;

    /// <summary>Gets when the first attempt was scheduled.</summary>
    public required DateTime OriginalScheduleTime { get; init; }

    public RetryPolicy RetryPolicy => Options.RetryPolicy ?? new();
}

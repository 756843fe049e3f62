using Temporalio.Common;

namespace Temporalio.Worker;

/// <summary>Outcome of the replay of one history.</summary>
/// <param name="History">History.</param>
/// <param name="ReplayFailure">Why the replay failed; null if it did not.</param>
public record WorkflowReplayResult(WorkflowHistory History, Exception? ReplayFailure);

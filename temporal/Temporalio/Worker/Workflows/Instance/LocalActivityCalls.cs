using Temporalio.Api.History.V1;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Local activities.</summary>
internal sealed class LocalActivityCalls(WorkflowInstance instance)
{
    private readonly List<MarkerRecordedEventAttributes> _recorded = [];

    /// <summary>History has the results of local activities that are about to be called.</summary>
    public void Notify(IReadOnlyCollection<MarkerRecordedEventAttributes> markers) => _recorded.AddRange(markers);

    public Task<T> ScheduleAsync<T>(ScheduleLocalActivityInput input) => throw new NotSupportedException(
        $"Local activity {input.Activity} of workflow {instance.Run.Info.WorkflowId} cannot run on this worker");
}

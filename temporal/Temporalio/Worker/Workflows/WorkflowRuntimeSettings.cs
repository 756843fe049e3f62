using Microsoft.Extensions.Logging;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Worker.Activities;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows;

/// <summary>What all workflow instances of a worker or replayer share.</summary>
internal sealed record WorkflowRuntimeSettings
{
    public required string Namespace { get; init; }

    public required string TaskQueue { get; init; }

    public required DataConverter DataConverter { get; init; }

    public required WorkflowRegistry Registry { get; init; }

    /// <summary>Gets what workflows may call locally; null where nothing is run.</summary>
    public ActivityRegistry? LocalActivities { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    public required MetricMeter MetricMeter { get; init; }

    /// <summary>Gets the interceptors, outermost first.</summary>
    public IReadOnlyCollection<IWorkerInterceptor> Interceptors { get; init; } = [];

    public IReadOnlyCollection<Type> FailureExceptionTypes { get; init; } = [];

    public WorkflowStackTrace StackTrace { get; init; }

    public Func<PatchActivationInput, bool>? PatchActivation { get; init; }

    public bool DisableEagerActivities { get; init; }

    /// <summary>Gets whether workflow code that leaves its scheduler fails its task.</summary>
    public bool TracesTasks { get; init; }

    public bool DebugMode { get; init; }

    public WorkerDeploymentVersion? DeploymentVersion { get; init; }

    /// <summary>Gets who is told that a workflow task starts; null if nobody.</summary>
    public Action<WorkflowTaskStartingEventArgs>? TaskStarting { get; init; }

    /// <summary>Gets who is told that a workflow task ends; null if nobody.</summary>
    public Action<WorkflowTaskCompletedEventArgs>? TaskCompleted { get; init; }
}

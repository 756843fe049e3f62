using Microsoft.Extensions.Logging;
using NexusRpc.Handlers;
using Temporalio.Activities;
using Temporalio.Worker.Interceptors;
using Temporalio.Worker.Tuning;
using Temporalio.Workflows;

namespace Temporalio.Worker;

/// <summary>What a worker does and how much of it at once. <see cref="TaskQueue" /> is required.</summary>
public class TemporalWorkerOptions : ICloneable
{
    /// <summary>Creates options whose task queue must still be set.</summary>
    public TemporalWorkerOptions()
    {
    }

    /// <summary>Creates options.</summary>
    /// <param name="taskQueue">Task queue.</param>
    public TemporalWorkerOptions(string taskQueue) => TaskQueue = taskQueue;

    /// <summary>
    /// Raised on the workflow's thread before a workflow task is worked on. Must be fast and must not throw.
    /// </summary>
    public event EventHandler<WorkflowTaskStartingEventArgs>? WorkflowTaskStarting;

    /// <summary>
    /// Raised on the workflow's thread after a workflow task is worked on. Must be fast and must not throw.
    /// </summary>
    public event EventHandler<WorkflowTaskCompletedEventArgs>? WorkflowTaskCompleted;

    /// <summary>Gets or sets the task queue.</summary>
    public string? TaskQueue { get; set; }

    /// <summary>Gets the activities.</summary>
    public IList<ActivityDefinition> Activities { get; private set; } = [];

    /// <summary>Gets the workflows.</summary>
    public IList<WorkflowDefinition> Workflows { get; private set; } = [];

    /// <summary>Gets the Nexus services.</summary>
    public IList<ServiceHandlerInstance> NexusServices { get; private set; } = [];

    /// <summary>Gets or sets the interceptors, outermost first, in addition to those of the client.</summary>
    public IReadOnlyCollection<IWorkerInterceptor>? Interceptors { get; set; }

    /// <summary>Gets or sets the plugins, in addition to those of the client.</summary>
    public IReadOnlyCollection<ITemporalWorkerPlugin>? Plugins { get; set; }

    /// <summary>Gets or sets the build id; null means a hash of the entry assembly.</summary>
    [Obsolete("Use DeploymentOptions instead")]
    public string? BuildId { get; set; }

    /// <summary>Gets or sets the identity; null means the client's.</summary>
    public string? Identity { get; set; }

    /// <summary>Gets or sets how many workflows stay in memory between their tasks.</summary>
    /// <value>10000. 0 means none, and no sticky queue.</value>
    public int MaxCachedWorkflows { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets how many workflow tasks run at once; null means 100. Excludes <see cref="Tuner" />.
    /// </summary>
    public int? MaxConcurrentWorkflowTasks { get; set; }

    /// <summary>Gets or sets how many activities run at once; null means 100. Excludes <see cref="Tuner" />.</summary>
    public int? MaxConcurrentActivities { get; set; }

    /// <summary>
    /// Gets or sets how many local activities run at once; null means 100. Excludes <see cref="Tuner" />.
    /// </summary>
    public int? MaxConcurrentLocalActivities { get; set; }

    /// <summary>
    /// Gets or sets how many Nexus tasks run at once; null means 100. Excludes <see cref="Tuner" />.
    /// </summary>
    public int? MaxConcurrentNexusTasks { get; set; }

    /// <summary>Gets or sets the slot suppliers; null means fixed sizes.</summary>
    public WorkerTuner? Tuner { get; set; }

    /// <summary>Gets or sets how many polls for workflow tasks are open at once.</summary>
    /// <value>5.</value>
    public int MaxConcurrentWorkflowTaskPolls { get; set; } = 5;

    /// <summary>Gets or sets how many polls for activity tasks are open at once.</summary>
    /// <value>5.</value>
    public int MaxConcurrentActivityTaskPolls { get; set; } = 5;

    /// <summary>Gets or sets how many polls for Nexus tasks are open at once.</summary>
    /// <value>5.</value>
    public int MaxConcurrentNexusTaskPolls { get; set; } = 5;

    /// <summary>
    /// Gets or sets the share of workflow polls that go to the normal queue instead of the sticky one.
    /// </summary>
    /// <value>0.2.</value>
    public float NonStickyToStickyPollRatio { get; set; } = 0.2F;

    /// <summary>Gets or sets the poller behaviour; null means the maximum of polls above.</summary>
    public PollerBehavior? WorkflowTaskPollerBehavior { get; set; }

    /// <summary>Gets or sets the poller behaviour; null means the maximum of polls above.</summary>
    public PollerBehavior? ActivityTaskPollerBehavior { get; set; }

    /// <summary>Gets or sets the poller behaviour; null means the maximum of polls above.</summary>
    public PollerBehavior? NexusTaskPollerBehavior { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether activities are run as local ones only and nothing polls for them.
    /// </summary>
    public bool LocalActivityWorkerOnly { get; set; }

    /// <summary>Gets or sets how long a task may wait in the sticky queue.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan StickyQueueScheduleToStartTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the longest time between a heartbeat and its sending.</summary>
    /// <value>60 seconds.</value>
    public TimeSpan MaxHeartbeatThrottleInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets or sets the time between a heartbeat and its sending if the activity has no heartbeat timeout.
    /// </summary>
    /// <value>30 seconds.</value>
    public TimeSpan DefaultHeartbeatThrottleInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how many activities this worker starts in a second; null means no limit.</summary>
    public double? MaxActivitiesPerSecond { get; set; }

    /// <summary>Gets or sets how many activities the task queue hands out in a second; null means no limit.</summary>
    public double? MaxTaskQueueActivitiesPerSecond { get; set; }

    /// <summary>Gets or sets how long running activities may go on at shutdown before they are cancelled.</summary>
    /// <value>Zero.</value>
    public TimeSpan GracefulShutdownTimeout { get; set; }

    /// <summary>Gets or sets the factory of the tasks that run activities.</summary>
    /// <value>The default task factory.</value>
    public TaskFactory ActivityTaskFactory { get; set; } = Task.Factory;

    /// <summary>Gets or sets the factory of the tasks that run Nexus operation handlers.</summary>
    /// <value>The default task factory.</value>
    public TaskFactory NexusTaskFactory { get; set; } = Task.Factory;

    /// <summary>Gets or sets a value indicating whether the server routes by build id.</summary>
    [Obsolete("Use DeploymentOptions instead")]
    public bool UseWorkerVersioning { get; set; }

    /// <summary>Gets or sets the worker deployment version; null means none.</summary>
    public WorkerDeploymentOptions? DeploymentOptions { get; set; }

    /// <summary>Gets or sets a value indicating whether activities are never handed to this worker directly.</summary>
    public bool DisableEagerActivityExecution { get; set; }

    /// <summary>Gets or sets how many activities of one workflow task may be asked for directly.</summary>
    /// <value>3.</value>
    public int MaxEagerActivityReservationsPerWorkflowTask { get; set; } = 3;

    /// <summary>Gets or sets a value indicating whether payloads over the server's limits are sent anyway.</summary>
    public bool DisablePayloadErrorLimit { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether deadlocked workflows are tolerated, as a debugger makes them.
    /// </summary>
    /// <value>True if the environment variable <c>TEMPORAL_DEBUG</c> is set.</value>
    public bool DebugMode { get; set; } = Environment.GetEnvironmentVariable("TEMPORAL_DEBUG") is { Length: > 0 };

    /// <summary>
    /// Gets or sets a value indicating whether use of a foreign scheduler by a workflow goes unnoticed.
    /// </summary>
    public bool DisableWorkflowTracingEventListener { get; set; }

    /// <summary>Gets or sets the exception types that fail any workflow instead of the workflow task.</summary>
    public IReadOnlyCollection<Type>? WorkflowFailureExceptionTypes { get; set; }

    /// <summary>Gets or sets how stack traces are recorded for the stack trace query.</summary>
    public WorkflowStackTrace WorkflowStackTrace { get; set; } = WorkflowStackTrace.None;

    /// <summary>Gets or sets who decides whether a patch becomes active; null means that it always does.</summary>
    public Func<PatchActivationInput, bool>? PatchActivationCallback { get; set; }

    /// <summary>Gets or sets the logger factory; null means the client's.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Adds an activity that is a delegate with <see cref="ActivityAttribute" />.</summary>
    /// <param name="del">Activity.</param>
    /// <returns>These options.</returns>
    public TemporalWorkerOptions AddActivity(Delegate del) => AddActivity(ActivityDefinition.Create(del));

    /// <summary>Adds an activity.</summary>
    /// <param name="definition">Activity.</param>
    /// <returns>These options.</returns>
    public TemporalWorkerOptions AddActivity(ActivityDefinition definition)
    {
        Activities.Add(definition);
        return this;
    }

    /// <summary>Adds every activity of a type.</summary>
    /// <typeparam name="T">Type with activity methods.</typeparam>
    /// <param name="instance">Instance; null if all of them are static.</param>
    /// <returns>These options.</returns>
    public TemporalWorkerOptions AddAllActivities<T>(T? instance) => AddAllActivities(typeof(T), instance);

    /// <summary>Adds every activity of a type.</summary>
    /// <param name="type">Type with activity methods.</param>
    /// <param name="instance">Instance; null if all of them are static.</param>
    /// <returns>These options.</returns>
    public TemporalWorkerOptions AddAllActivities(Type type, object? instance)
    {
        foreach (var definition in ActivityDefinition.CreateAll(type, instance))
        {
            AddActivity(definition);
        }
        return this;
    }

    /// <summary>Adds a workflow.</summary>
    /// <typeparam name="T">Workflow type.</typeparam>
    /// <returns>These options.</returns>
    public TemporalWorkerOptions AddWorkflow<T>() => AddWorkflow(typeof(T));

    /// <summary>Adds a workflow.</summary>
    /// <param name="type">Workflow type.</param>
    /// <returns>These options.</returns>
    public TemporalWorkerOptions AddWorkflow(Type type) => AddWorkflow(WorkflowDefinition.Create(type));

    /// <summary>Adds a workflow.</summary>
    /// <param name="definition">Workflow.</param>
    /// <returns>These options.</returns>
    public TemporalWorkerOptions AddWorkflow(WorkflowDefinition definition)
    {
        Workflows.Add(definition);
        return this;
    }

    /// <summary>Adds a Nexus service.</summary>
    /// <param name="serviceHandler">Instance of a class with <see cref="NexusServiceHandlerAttribute" />.</param>
    /// <returns>These options.</returns>
    public TemporalWorkerOptions AddNexusService(object serviceHandler) =>
        AddNexusService(ServiceHandlerInstance.FromInstance(serviceHandler));

    /// <summary>Adds a Nexus service.</summary>
    /// <param name="serviceHandler">Service.</param>
    /// <returns>These options.</returns>
    public TemporalWorkerOptions AddNexusService(ServiceHandlerInstance serviceHandler)
    {
        NexusServices.Add(serviceHandler);
        return this;
    }

    /// <summary>Creates a copy with lists of its own.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (TemporalWorkerOptions)MemberwiseClone();
        copy.Activities = [.. Activities];
        copy.Workflows = [.. Workflows];
        copy.NexusServices = [.. NexusServices];
        copy.DeploymentOptions = (WorkerDeploymentOptions?)DeploymentOptions?.Clone();
        return copy;
    }

    /// <summary>Gets a value indicating whether anybody listens to workflow tasks.</summary>
    internal bool HasWorkflowTaskListeners => WorkflowTaskStarting != null || WorkflowTaskCompleted != null;

    internal void OnTaskStarting(object sender, WorkflowTaskStartingEventArgs args) =>
        WorkflowTaskStarting?.Invoke(sender, args);

    internal void OnTaskCompleted(object sender, WorkflowTaskCompletedEventArgs args) =>
        WorkflowTaskCompleted?.Invoke(sender, args);
}

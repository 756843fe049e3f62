using Temporalio.Worker.Workflows.Instance;

namespace Temporalio.Worker.Workflows.Scheduling;

/// <summary>
/// Runs the tasks of one workflow, one at a time, first in first out, on whatever thread drives the activation. Nothing
/// is ever inlined, so the order of resumption depends on the order of completion only.
/// </summary>
internal sealed class WorkflowScheduler(WorkflowInstance instance) : TaskScheduler
{
    // Continuations of foreign tasks may be queued from other threads; their order is then the user's fault, but the
    // queue must stay whole.
    private readonly Lock _lock = new();
    private readonly Queue<Task> _ready = new();
    private Task? _runNow;

    public WorkflowInstance Instance { get; } = instance;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs code at once, as if it were a task of this scheduler.</summary>
    public void RunNow(Action<object?> code, object? state)
    {
        var task = new Task(code, state);
        _runNow = task;
        task.Start(this);
        // Awaits prefer a synchronization context to a scheduler, so a caller's must not be seen.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            TryExecuteTask(task);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
        // Rethrows what the code threw.
        task.GetAwaiter().GetResult();
    }

    /// <summary>Runs tasks until none is ready.</summary>
    /// <returns>Whether any task ran.</returns>
    public bool RunReady()
    {
        var ran = false;
        while (TryDequeue(out var task))
        {
            ran = true;
            TryExecuteTask(task);
        }
        return ran;
    }

    /// <summary>Queues code as a task of this scheduler.</summary>
    public Task QueueNew(Func<Task> code) =>
        Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    /// <summary>Queues code with a result as a task of this scheduler.</summary>
    public Task<T> QueueNew<T>(Func<Task<T>> code) =>
        Task.Factory.StartNew(code, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    protected override void QueueTask(Task task)
    {
        if (ReferenceEquals(task, _runNow))
        {
            // Started only to belong to this scheduler; its owner executes it.
            _runNow = null;
            return;
        }
        lock (_lock)
        {
            _ready.Enqueue(task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock)
        {
            return _ready.ToArray();
        }
    }

    private bool TryDequeue(out Task task)
    {
        lock (_lock)
        {
            return _ready.TryDequeue(out task!);
        }
    }
}

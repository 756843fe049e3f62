using Temporalio.Client;
using Temporalio.Worker;

namespace Temporalio.Extensions.Hosting;

/// <summary>Options for a hosted worker.</summary>
public class TemporalWorkerServiceOptions : TemporalWorkerOptions
{
    /// <summary>Creates the options; the task queue must be set later.</summary>
    public TemporalWorkerServiceOptions()
    {
    }

    /// <summary>Creates the options.</summary>
    /// <param name="taskQueue">Task queue.</param>
    public TemporalWorkerServiceOptions(string taskQueue)
        : base(taskQueue)
    {
    }

    /// <summary>Options of the worker's own client.</summary>
    /// <value>Null: the client among the services.</value>
    public TemporalClientConnectOptions? ClientOptions { get; set; }

    /// <summary>Gives the running worker another client.</summary>
    /// <value>Null: the client stays.</value>
    public TemporalWorkerClientUpdater? WorkerClientUpdater { get; set; }

    /// <inheritdoc />
    public override object Clone()
    {
        var copy = (TemporalWorkerServiceOptions)base.Clone();
        copy.ClientOptions = (TemporalClientConnectOptions?)ClientOptions?.Clone();
        return copy;
    }
}

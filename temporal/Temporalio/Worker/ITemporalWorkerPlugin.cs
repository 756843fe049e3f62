namespace Temporalio.Worker;

/// <summary>Changes the options of workers and replayers.</summary>
public interface ITemporalWorkerPlugin
{
    /// <summary>Gets the name.</summary>
    string Name { get; }

    /// <summary>Changes the options of a worker before it is made.</summary>
    /// <param name="options">Options to change.</param>
    void ConfigureWorker(TemporalWorkerOptions options);

    /// <summary>Changes the options of a replayer before it is made.</summary>
    /// <param name="options">Options to change.</param>
    void ConfigureReplayer(WorkflowReplayerOptions options);
}

using Temporalio.Client;
using Temporalio.Testing;
using Temporalio.Worker;

namespace Benchmarks;

/// <summary>An embedded server in memory and a worker, both in this process.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Queue = "benchmarks";

    private readonly WorkflowEnvironment _environment;
    private readonly TemporalWorker _worker;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private Stage(WorkflowEnvironment environment, bool tracing)
    {
        _environment = environment;
        _worker = new TemporalWorker(
            environment.Client,
            new TemporalWorkerOptions(Queue)
            {
                MaxCachedWorkflows = 20_000,
                DisableWorkflowTracingEventListener = !tracing,
            }
                .AddWorkflow<NoOpWorkflow>().AddWorkflow<OpenWorkflow>().AddActivity(NoOpWorkflow.NoOp));
        _running = _worker.ExecuteAsync(_stop.Token);
    }

    public ITemporalClient Client => _environment.Client;

    public static async Task<Stage> StartAsync(bool tracing = false) =>
        new(await WorkflowEnvironment.StartLocalAsync(), tracing);

    public static WorkflowOptions NewRun() => new($"b-{Guid.NewGuid():N}", Queue);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _worker.Dispose();
        _stop.Dispose();
        await _environment.DisposeAsync();
    }
}

using Temporal.DevServer;
using Temporalio.Client;
using Temporalio.Worker;

namespace Temporalio.Tests.Workflows;

/// <summary>One embedded server in memory for all end-to-end tests of workflows.</summary>
public sealed class EndToEndFixture : IAsyncLifetime
{
    private DevServerHost? _server;

    public TemporalClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await DevServerHost.StartAsync(
            new()
            {
                SearchAttributes = new Dictionary<string, Api.Enums.V1.IndexedValueType>
                {
                    ["TestKeyword"] = Api.Enums.V1.IndexedValueType.Keyword,
                    ["TestInt"] = Api.Enums.V1.IndexedValueType.Int,
                },
            },
            CancellationToken.None);
        Client = await TemporalClient.ConnectAsync(new(_server.Address));
    }

    public async Task DisposeAsync()
    {
        if (_server != null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>Runs a worker of its own task queue around a test.</summary>
    public async Task<T> WithWorkerAsync<T>(
        Action<TemporalWorkerOptions> configure, Func<string, Task<T>> test, string? taskQueue = null)
    {
        var queue = taskQueue ?? $"queue-{Guid.NewGuid():N}";
        var options = new TemporalWorkerOptions(queue);
        configure(options);
        using var worker = new TemporalWorker(Client, options);
        return await worker.ExecuteAsync(() => test(queue)).WaitAsync(TimeSpan.FromSeconds(60));
    }

    public Task WithWorkerAsync(Action<TemporalWorkerOptions> configure, Func<string, Task> test) =>
        WithWorkerAsync(
            configure,
            async queue =>
            {
                await test(queue);
                return true;
            });

    public static WorkflowOptions Options(string queue) => new($"wf-{Guid.NewGuid():N}", queue)
    {
        ExecutionTimeout = TimeSpan.FromMinutes(1),
    };
}

[CollectionDefinition(Name)]
public sealed class EndToEndCollection : ICollectionFixture<EndToEndFixture>
{
    public const string Name = "Workflows end to end";
}

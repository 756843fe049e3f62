using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Temporalio.Activities;
using Temporalio.Client;
using Temporalio.Extensions.Hosting;
using Temporalio.Workflows;

namespace Temporalio.Tests.Hosting;

public class HostedWorkerTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly string _queue = $"tq-{Guid.NewGuid()}";

    [Fact]
    public async Task HostedWorker_ScopedActivities_GetAnInstancePerCallAndAreDisposed()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<Counter>();
        builder.Services.AddTemporalClient(server.Env.Client.Connection.Options.TargetHost);
        builder.Services.AddHostedTemporalWorker(_queue)
            .AddScopedActivities<Scoped>()
            .AddWorkflow<Twice>()
            .ConfigureOptions(o => o.MaxConcurrentActivities = 3);
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<ITemporalClient>();
        var result = await client.ExecuteWorkflowAsync((Twice wf) => wf.RunAsync(), new($"wf-{_queue}", _queue));
        await host.StopAsync();
        result.ShouldBe("1,2");
        host.Services.GetRequiredService<Counter>().Disposed.ShouldBe(2);
    }

    [Fact]
    public async Task HostedWorker_OwnClient_Connects()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<Counter>();
        builder.Services
            .AddHostedTemporalWorker(server.Env.Client.Connection.Options.TargetHost!, "default", _queue)
            .AddSingletonActivities<Scoped>()
            .AddWorkflow<Twice>();
        using var host = builder.Build();
        await host.StartAsync();
        var result = await server.Env.Client.ExecuteWorkflowAsync(
            (Twice wf) => wf.RunAsync(), new($"wf-{_queue}", _queue));
        await host.StopAsync();
        result.ShouldBe("1,1");
    }

    [Fact]
    public void AddHostedWorker_SameQueueTwice_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddHostedTemporalWorker("q");
        Should.Throw<InvalidOperationException>(() => services.AddHostedTemporalWorker("q"))
            .Message.ShouldBe("Worker service for task queue 'q' and version '<unset>' already on collection");
#pragma warning disable CS0618 // Obsolete, as in the official package, and still obeyed.
        services.AddHostedTemporalWorker("q", "build-1");
#pragma warning restore CS0618
    }

    [Fact]
    public void HostedWorker_NoClient_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddHostedTemporalWorker("q").AddWorkflow<Twice>();
        Should.Throw<InvalidOperationException>(
            () => services.BuildServiceProvider().GetServices<IHostedService>().ToList())
            .Message.ShouldStartWith("Cannot start worker service with no client and no client connect options");
    }

    [Fact]
    public void AddWorkflow_NoWorkflow_IsRefusedWithTheWorker()
    {
        var services = new ServiceCollection();
        services.AddTemporalClient("localhost:1");
        services.AddHostedTemporalWorker("q").AddWorkflow<string>();
        Should.Throw<ArgumentException>(() => services.BuildServiceProvider().GetServices<IHostedService>().ToList())
            .Message.ShouldContain("System.String missing Workflow attribute");
    }

    [Fact]
    public void AddActivities_TypeWithoutActivities_AddsNone()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        services.CreateTemporalActivityDefinitions<Counter>().ShouldBeEmpty();
    }

    public class Counter
    {
        public int Instances { get; set; }

        public int Disposed { get; set; }
    }

    public sealed class Scoped(Counter counter) : IDisposable
    {
        private readonly int _number = ++counter.Instances;

        [Activity]
        public Task<int> NumberAsync() => Task.FromResult(_number);

        public void Dispose() => counter.Disposed++;
    }

    [Workflow]
    public class Twice
    {
        [WorkflowRun]
        public async Task<string> RunAsync()
        {
            var options = new ActivityOptions
            {
                StartToCloseTimeout = TimeSpan.FromSeconds(10),
                RetryPolicy = new() { MaximumAttempts = 1 },
            };
            var first = await Workflow.ExecuteActivityAsync((Scoped a) => a.NumberAsync(), options);
            var second = await Workflow.ExecuteActivityAsync((Scoped a) => a.NumberAsync(), options);
            return $"{first},{second}";
        }
    }
}

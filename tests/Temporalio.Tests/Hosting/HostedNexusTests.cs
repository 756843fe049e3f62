using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NexusRpc.Handlers;
using Temporalio.Client;
using Temporalio.Extensions.Hosting;
using Temporalio.Tests.Samples;

namespace Temporalio.Tests.Hosting;

public class HostedNexusTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly string _queue = $"tq-{Guid.NewGuid()}";

    [Fact]
    public async Task HostedWorker_ScopedNexusService_GetsAnInstancePerCall()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<Instances>();
        builder.Services.AddTemporalClient(server.Env.Client.Connection.Options.TargetHost);
        builder.Services.AddHostedTemporalWorker(_queue)
            .AddScopedNexusService<CountedGreetings>()
            .AddWorkflow<LongGreeting>()
            .AddWorkflow<GreetingCaller>();
        using var host = builder.Build();
        await host.StartAsync();
        var endpoint = await server.Env.CreateNexusEndpointAsync($"e{Guid.NewGuid():N}", _queue);

        foreach (var operation in new[] { "Hello", "Long" })
        {
            var result = await server.Env.Client.ExecuteWorkflowAsync(
                (GreetingCaller wf) => wf.RunAsync(endpoint.Spec.Name, operation, "you"),
                new($"wf-{operation}-{_queue}", _queue));
            result.ShouldEndWith("you");
        }

        await host.StopAsync();
        host.Services.GetRequiredService<Instances>().Made.ShouldBe(2);
    }

    public class Instances
    {
        private int _made;

        public int Made => _made;

        public void Add() => Interlocked.Increment(ref _made);
    }

    [NexusServiceHandler(typeof(IGreetings))]
    public class CountedGreetings
    {
        private readonly Greetings _greetings = new();

        public CountedGreetings(Instances instances) => instances.Add();

        [NexusOperationHandler]
        public IOperationHandler<string, string> Hello() => _greetings.Hello();

        [NexusOperationHandler]
        public IOperationHandler<string, string> Long() => _greetings.Long();

        [NexusOperationHandler]
        public IOperationHandler<NoValue, NoValue> Ping() => _greetings.Ping();

        [NexusOperationHandler]
        public IOperationHandler<string, string> Refuse() => _greetings.Refuse();

        [NexusOperationHandler]
        public IOperationHandler<string, string> Tell() => _greetings.Tell();
    }
}

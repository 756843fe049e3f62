using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Sagas.Encryption.Keys;
using Temporalio.Api.History.V1;
using Temporalio.Client;
using Temporalio.Testing;
using Temporalio.Worker;

namespace Sagas.Encryption.Tests;

/// <summary>Workflows by clients and workers with keys, against an embedded server.</summary>
public sealed class WorkflowTests : IAsyncLifetime
{
    private static readonly KeyRing Old = Secrets.Ring($"old:{Secrets.Base64('a')}");
    private static readonly KeyRing Rotated = Secrets.Ring(several: $"new:{Secrets.Base64('b')},old:{Secrets.Base64('a')}");

    private WorkflowEnvironment? _environment;

    public async Task InitializeAsync() => _environment = await WorkflowEnvironment.StartLocalAsync();

    public Task DisposeAsync() => _environment!.DisposeAsync().AsTask();

    [Fact]
    public async Task Workflow_WithAKey_NoPersonalDataInItsHistory()
    {
        using var worker = Worker(Old);
        var handle = await worker.ExecuteAsync(async () =>
        {
            var started = await StartAsync(Old);
            await started.SignalAsync(workflow => workflow.GoOnAsync("lovelace"));
            (await started.GetResultAsync()).ShouldBe("Dear Augusta Lovelace");
            return started;
        });
        var history = await handle.FetchHistoryAsync();
        var kept = Encoding.Latin1.GetString(new History { Events = { history.Events } }.ToByteArray());
        kept.ShouldNotContain("augusta", Case.Insensitive);
        kept.ShouldNotContain("lovelace", Case.Insensitive);
        kept.ShouldContain("encryption-key-id");
    }

    [Fact]
    public async Task Workflow_KeyReplacedWhileItRuns_FinishesUnderTheNewOne()
    {
        WorkflowHandle<GreetingWorkflow, string> handle;
        using (var before = Worker(Old))
        {
            handle = await before.ExecuteAsync(async () =>
            {
                var started = await StartAsync(Old);
                await started.ExecuteUpdateAsync(workflow => workflow.KnowNameAsync());
                (await started.QueryAsync(workflow => workflow.Name())).ShouldBe("Augusta");
                return started;
            });
        }

        using var after = Worker(Rotated);
        await after.ExecuteAsync(async () =>
        {
            var rotated = Client(Rotated).GetWorkflowHandle<GreetingWorkflow, string>(handle.Id);
            await rotated.SignalAsync(workflow => workflow.GoOnAsync("lovelace"));
            (await rotated.GetResultAsync()).ShouldBe("Dear Augusta Lovelace");
        });
    }

    [Fact]
    public async Task Workflow_WorkerWithoutTheKey_FailsItsTaskClearlyAndTheWorkflowLives()
    {
        var log = new LogLines("Workflow task of workflow");
        WorkflowHandle<GreetingWorkflow, string> handle;
        using (var keyless = Worker(keys: null, log))
        {
            handle = await keyless.ExecuteAsync(async () =>
            {
                var started = await StartAsync(Old);
                (await log.Found).ShouldContain("encrypted with key 'old', and this process has no key: set PAYLOAD_ENCRYPTION_KEY");
                return started;
            });
        }

        using var keyed = Worker(Old);
        await keyed.ExecuteAsync(async () =>
        {
            await handle.SignalAsync(workflow => workflow.GoOnAsync("lovelace"));
            (await handle.GetResultAsync()).ShouldBe("Dear Augusta Lovelace");
        });
    }

    private Task<WorkflowHandle<GreetingWorkflow, string>> StartAsync(KeyRing keys) => Client(keys).StartWorkflowAsync(
        (GreetingWorkflow workflow) => workflow.RunAsync("augusta"),
        new WorkflowOptions($"greeting-{Guid.NewGuid():N}", GreetingWorkflow.TaskQueue)
        {
            StaticSummary = "Greets Augusta",
            Memo = new Dictionary<string, object> { ["for"] = "Augusta" },
        });

    private TemporalWorker Worker(KeyRing? keys, ILoggerFactory? log = null) => new(
        Client(keys),
        new TemporalWorkerOptions(GreetingWorkflow.TaskQueue) { LoggerFactory = log }
            .AddWorkflow<GreetingWorkflow>().AddActivity(GreetingWorkflow.CapitaliseAsync));

    private TemporalClient Client(KeyRing? keys)
    {
        var options = (TemporalClientOptions)_environment!.Client.Options.Clone();
        options.DataConverter = PayloadEncryption.Converter(keys);
        return new TemporalClient(_environment.Client.Connection, options);
    }
}

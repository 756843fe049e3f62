using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Client;
using Temporalio.Converters;
using Temporalio.Tests.Workflows;
using Temporalio.Worker;

namespace Temporalio.Tests.Samples;

[Collection(EndToEndCollection.Name)]
public class ToolingTests(EndToEndFixture server)
{
    [Fact]
    public async Task Encryption_CodecOfClient_LeavesNothingReadableInTheHistory()
    {
        using var codec = new EncryptionCodec();
        var client = ClientWith(o => o.DataConverter = DataConverter.Default with { PayloadCodec = codec });
        using var worker = new TemporalWorker(
            client,
            new TemporalWorkerOptions($"tq-{Guid.NewGuid()}")
                .AddWorkflow<LoyaltyProgram>().AddActivity(LoyaltyProgram.SendCoupon));
        await worker.ExecuteAsync(async () =>
        {
            var options = new WorkflowOptions($"wf-{Guid.NewGuid()}", worker.Options.TaskQueue!)
            {
                Memo = new Dictionary<string, object> { ["note"] = "secret-note" },
            };
            var handle = await client.StartWorkflowAsync((ILoyaltyProgram wf) => wf.RunAsync("secret-user"), options);
            await handle.SignalAsync(wf => wf.NotifyPurchaseAsync(new("secret-p", 10_500)));
            await handle.SignalAsync(wf => wf.LeaveAsync());
            (await handle.GetResultAsync()).ShouldBe("secret-user: 500");
            (await handle.QueryAsync(wf => wf.Points)).ShouldBe(500);
            var history = await handle.FetchHistoryAsync();
            history.Events.ShouldContain(e => e.ActivityTaskCompletedEventAttributes != null);
            history.ToJson().ShouldNotContain("secret");
            history.Events.ShouldAllBe(e => !e.ToString().Contains(Base64("\"secret-user\"")));
            var description = await handle.DescribeAsync();
            (await description.Memo["note"].ToValueAsync<string>()).ShouldBe("secret-note");
        });
    }

    [Fact]
    public async Task CodecServer_PayloadsAsJson_AreDecoded()
    {
        using var codec = new EncryptionCodec();
        var encoded = await codec.EncodeAsync([DataConverter.Default.PayloadConverter.ToPayload("x")]);
        var request = JsonFormatter.Default.Format(new Payloads { Payloads_ = { encoded } });
        var parsed = JsonParser.Default.Parse<Payloads>(request);
        var answer = new Payloads { Payloads_ = { await codec.DecodeAsync(parsed.Payloads_) } };
        using var json = JsonDocument.Parse(JsonFormatter.Default.Format(answer));
        json.RootElement.GetProperty("payloads")[0].GetProperty("data").GetBytesFromBase64().ShouldBe("\"x\""u8.ToArray());
    }

    [Fact]
    public async Task ContextPropagation_ByInterceptor_ReachesEveryPlace()
    {
        var client = ClientWith(o => o.Interceptors =
            [new ContextPropagation<string>(MyContext.UserId, DataConverter.Default.PayloadConverter)]);
        using var worker = new TemporalWorker(
            client,
            new TemporalWorkerOptions($"tq-{Guid.NewGuid()}")
                .AddWorkflow<ContextWorkflow>().AddWorkflow<ContextChild>().AddActivity(ContextWorkflow.WhoCalls));
        await worker.ExecuteAsync(async () =>
        {
            MyContext.UserId.Value = "ann";
            var handle = await client.StartWorkflowAsync(
                (ContextWorkflow wf) => wf.RunAsync(), new($"wf-{Guid.NewGuid()}", worker.Options.TaskQueue!));
            MyContext.UserId.Value = "bob";
            await handle.SignalAsync(wf => wf.SignalAsync());
            MyContext.UserId.Value = "eve";
            await handle.ExecuteUpdateAsync(wf => wf.UpdateAsync());
            MyContext.UserId.Value = "joe";
            (await handle.QueryAsync(wf => wf.Query())).ShouldBe("query joe");
            (await handle.GetResultAsync()).ShouldBe(
                ["run ann", "activity ann", "local ann", "child ann", "signal bob", "update eve"], ignoreOrder: true);
        });
    }

    [Fact]
    public async Task CounterInterceptor_OfClientAndWorker_CountsEveryCall()
    {
        var counter = new CallCounter();
        var client = ClientWith(o => o.Interceptors = [counter]);
        using var worker = new TemporalWorker(
            client,
            new TemporalWorkerOptions($"tq-{Guid.NewGuid()}")
                .AddWorkflow<ContextWorkflow>().AddWorkflow<ContextChild>().AddActivity(ContextWorkflow.WhoCalls));
        await worker.ExecuteAsync(async () =>
        {
            var handle = await client.StartWorkflowAsync(
                (ContextWorkflow wf) => wf.RunAsync(), new($"wf-{Guid.NewGuid()}", worker.Options.TaskQueue!));
            await handle.SignalAsync(wf => wf.SignalAsync());
            await handle.ExecuteUpdateAsync(wf => wf.UpdateAsync());
            await handle.QueryAsync(wf => wf.Query());
            await handle.QueryAsync(wf => wf.Query());
            await handle.GetResultAsync();
        });
        counter.Counts.ShouldBe(
            new Dictionary<string, int>
            {
                ["client start"] = 1,
                ["client signal"] = 1,
                ["client update"] = 1,
                ["client query"] = 2,
                ["client fetch history"] = counter.Counts["client fetch history"],
                ["workflow"] = 2,
                ["signal"] = 1,
                ["query"] = 2,
                ["update"] = 1,
                ["activity"] = 1,
                ["local activity"] = 1,
                ["schedule"] = 1,
                ["child"] = 1,
            },
            ignoreOrder: true);
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    private TemporalClient ClientWith(Action<TemporalClientOptions> change)
    {
        var options = (TemporalClientOptions)server.Client.Options.Clone();
        change(options);
        return new TemporalClient(server.Client.Connection, options);
    }
}

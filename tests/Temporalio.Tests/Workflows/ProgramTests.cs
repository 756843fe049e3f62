using Temporalio.Api.Common.V1;
using Temporalio.Client;
using Temporalio.Converters;
using Temporalio.Worker;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Tests.Workflows;

/// <summary>Programs of the kinds that people write for the official SDK.</summary>
[Collection(EndToEndCollection.Name)]
public class ProgramTests(EndToEndFixture server)
{
    [Fact]
    public Task LocalActivities_RetryAndOutlastTheTask_CompleteAndReplay() => server.WithWorkerAsync(
        options => options.AddWorkflow<LocalActivityWorkflow>().AddAllActivities(typeof(LocalSteps), null),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (LocalActivityWorkflow wf) => wf.RunAsync(),
                new($"wf-{Guid.NewGuid():N}", queue) { TaskTimeout = TimeSpan.FromSeconds(1) });
            (await handle.GetResultAsync()).ShouldBe("one True 3 slow");
            await new WorkflowReplayer(new WorkflowReplayerOptions().AddWorkflow<LocalActivityWorkflow>())
                .ReplayWorkflowAsync(await handle.FetchHistoryAsync());
        });

    [Fact]
    public Task DynamicWorkflow_EveryKindOfMessage_ReachesItsDynamicHandler() => server.WithWorkerAsync(
        options => options.AddWorkflow<DynamicWorkflow>(),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync("anything", ["arg"], EndToEndFixture.Options(queue));
            await handle.SignalAsync("some-signal", [5]);
            (await handle.QueryAsync<string>("some-query", [1, 2])).ShouldBe("some-query/2");
            (await handle.ExecuteUpdateAsync<string>("some-update", [])).ShouldBe("some-update done");
            (await handle.GetResultAsync<string>()).ShouldBe("anything arg some-signal:5,some-update");
        });

    [Fact]
    public Task WorkflowInit_Constructor_GetsTheArguments() => server.WithWorkerAsync(
        options => options.AddWorkflow<InitWorkflow>(),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (InitWorkflow wf) => wf.RunAsync("x"), EndToEndFixture.Options(queue));
            (await handle.GetResultAsync()).ShouldBe("x=x");
            (await handle.QueryAsync(wf => wf.Name)).ShouldBe("x");
        });

    [Fact]
    public Task HandlersRegisteredLate_BufferedSignals_AreDelivered() => server.WithWorkerAsync(
        options => options.AddWorkflow<LateHandlersWorkflow>(),
        async queue =>
        {
            var handle = await server.Client.StartWorkflowAsync(
                (LateHandlersWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue));
            await handle.SignalAsync("late", [1]);
            await handle.SignalAsync("late", [2]);
            (await handle.GetResultAsync()).ShouldBe("1,2");
            (await handle.QueryAsync<int>("count", [])).ShouldBe(2);
        });

    [Fact]
    public async Task Priority_OfAWorkflow_IsThatOfItsNextRunItsActivitiesAndItsChildren_WhereTheyNameNone()
    {
        var said = await server.WithWorkerAsync(
            options => options.AddWorkflow<PriorityWorkflow>().AddActivity(PriorityActivities.Say),
            queue =>
            {
                var options = EndToEndFixture.Options(queue);
                options.Priority = new(2, "customer");
                return server.Client.ExecuteWorkflowAsync((PriorityWorkflow wf) => wf.RunAsync(2), options);
            });
        said.ShouldBe(["2/customer/", "2/customer/", "5/customer/", "2/customer/", "1/customer/0.5"]);
    }

    [Fact]
    public async Task Mutex_ManyTasks_OneAtATimeInOrder()
    {
        var log = await server.WithWorkerAsync(
            options => options.AddWorkflow<LockingWorkflow>(),
            queue => server.Client.ExecuteWorkflowAsync(
                (LockingWorkflow wf) => wf.RunAsync(3), EndToEndFixture.Options(queue)));
        log.ShouldBe("+0 -0 +1 -1 +2 -2");
    }

    [Theory]
    [InlineData(true, "undone b,a")]
    [InlineData(false, "done")]
    public async Task Saga_StepRefused_IsUndoneInReverse(bool fail, string expected)
    {
        var result = await server.WithWorkerAsync(
            options => options.AddWorkflow<SagaWorkflow>().AddActivity(EndToEndActivities.Greet),
            queue => server.Client.ExecuteWorkflowAsync(
                (SagaWorkflow wf) => wf.RunAsync(fail), EndToEndFixture.Options(queue)));
        result.ShouldBe(expected);
    }

    [Fact]
    public async Task TimeAndRandomness_InWorkflow_AreDeterministicAndMoveOn()
    {
        var result = await server.WithWorkerAsync(
            options => options.AddWorkflow<TimingWorkflow>(),
            queue => server.Client.ExecuteWorkflowAsync(
                (TimingWorkflow wf) => wf.RunAsync(), EndToEndFixture.Options(queue)));
        result.ShouldBe("True False 4 True");
    }

    [Fact]
    public Task Interceptors_OfWorker_SeeIncomingAndOutgoingCalls()
    {
        var interceptor = new RecordingInterceptor();
        return server.WithWorkerAsync(
            options =>
            {
                options.AddWorkflow<GreetingWorkflow>().AddActivity(EndToEndActivities.Greet);
                options.Interceptors = [interceptor];
            },
            async queue =>
            {
                await server.Client.ExecuteWorkflowAsync(
                    (GreetingWorkflow wf) => wf.RunAsync("x"), EndToEndFixture.Options(queue));
                interceptor.Calls.ShouldBe(["workflow", "schedule Greet", "activity Greet header=1"]);
            });
    }

    [Fact]
    public async Task Codec_OfClient_EncodesWhatTheServerKeepsAndDecodesForTheWorkflow()
    {
        var options = (TemporalClientOptions)server.Client.Options.Clone();
        options.DataConverter = options.DataConverter with { PayloadCodec = new ReverseCodec() };
        var client = new TemporalClient(server.Client.Connection, options);
        var workerOptions = new TemporalWorkerOptions($"queue-{Guid.NewGuid():N}");
        workerOptions.AddWorkflow<GreetingWorkflow>().AddActivity(EndToEndActivities.Greet);
        using var worker = new TemporalWorker(client, workerOptions);
        await worker.ExecuteAsync(async () =>
        {
            var handle = await client.StartWorkflowAsync(
                (GreetingWorkflow wf) => wf.RunAsync("secret"), EndToEndFixture.Options(workerOptions.TaskQueue!));
            (await handle.GetResultAsync()).ShouldBe("Hello, secret!");
            var history = await handle.FetchHistoryAsync();
            history.ToJson().ShouldContain("reversed".ToBase64());
            history.Events.SelectMany(e => e.ActivityTaskScheduledEventAttributes?.Input.Payloads_ ?? [])
                .ShouldAllBe(p => p.Data.ToStringUtf8() == "\"terces\"");
        });
    }

    private sealed class RecordingInterceptor : IWorkerInterceptor
    {
        private readonly Lock _lock = new();

        public List<string> Calls { get; } = [];

        public WorkflowInboundInterceptor InterceptWorkflow(WorkflowInboundInterceptor nextInterceptor) =>
            new Inbound(nextInterceptor, this);

        public ActivityInboundInterceptor InterceptActivity(ActivityInboundInterceptor nextInterceptor) =>
            new ActivityInbound(nextInterceptor, this);

        private void Add(string call)
        {
            lock (_lock)
            {
                Calls.Add(call);
            }
        }

        private sealed class Inbound(WorkflowInboundInterceptor next, RecordingInterceptor owner)
            : WorkflowInboundInterceptor(next)
        {
            public override void Init(WorkflowOutboundInterceptor outbound) => base.Init(new Outbound(outbound, owner));

            public override Task<object?> ExecuteWorkflowAsync(ExecuteWorkflowInput input)
            {
                owner.Add("workflow");
                return base.ExecuteWorkflowAsync(input);
            }
        }

        private sealed class Outbound(WorkflowOutboundInterceptor next, RecordingInterceptor owner)
            : WorkflowOutboundInterceptor(next)
        {
            public override Task<TResult> ScheduleActivityAsync<TResult>(ScheduleActivityInput input)
            {
                owner.Add($"schedule {input.Activity}");
                return base.ScheduleActivityAsync<TResult>(input with
                {
                    Headers = new Dictionary<string, Payload>
                    {
                        ["h"] = Workflow.PayloadConverter.ToPayload(1),
                    },
                });
            }
        }

        private sealed class ActivityInbound(ActivityInboundInterceptor next, RecordingInterceptor owner)
            : ActivityInboundInterceptor(next)
        {
            public override Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
            {
                owner.Add($"activity {input.Activity.Name} header={input.Headers!["h"].Data.ToStringUtf8()}");
                return base.ExecuteActivityAsync(input);
            }
        }
    }

    private sealed class ReverseCodec : IPayloadCodec
    {
        public Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads) => Apply(payloads);

        public Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads) => Apply(payloads);

        private static Task<IReadOnlyCollection<Payload>> Apply(IReadOnlyCollection<Payload> payloads) =>
            Task.FromResult<IReadOnlyCollection<Payload>>([.. payloads.Select(p =>
            {
                var copy = p.Clone();
                copy.Data = Google.Protobuf.ByteString.CopyFrom([.. p.Data.ToByteArray().Reverse()]);
                if (!copy.Metadata.Remove("reversed"))
                {
                    copy.Metadata["reversed"] = Google.Protobuf.ByteString.CopyFromUtf8("reversed");
                }
                return copy;
            })]);
    }
}

internal static class Base64
{
    public static string ToBase64(this string text) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}

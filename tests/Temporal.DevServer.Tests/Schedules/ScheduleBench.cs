using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Schedules;
using Temporal.DevServer.State;
using Temporal.DevServer.Tests.History;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Tests.Schedules;

/// <summary>A server with schedules and without network; time moves only when a test says so.</summary>
internal sealed class ScheduleBench : IAsyncDisposable
{
    public const string Id = "schedule";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly RpcTable _table;

    private ScheduleBench(Server server, IRecordStore<StoredSchedule> store)
    {
        Server = server;
        Schedules = new ScheduleServer(store, server.Engine, NullLogger.Instance);
        var table = new RpcTableBuilder();
        new ScheduleRpcs(Schedules, server.Engine).Register(table);
        new ScheduleListRpcs(Schedules, server.Engine).Register(table);
        _table = table.Build();
    }

    public Server Server { get; }

    public ScheduleServer Schedules { get; }

    public ManualClock Clock => Server.Clock;

    public static async Task<ScheduleBench> StartAsync(
        IRecordStore<StoredSchedule>? store = null, IExecutionStore? executions = null, ManualClock? clock = null)
    {
        var bench = new ScheduleBench(await Server.StartAsync(executions, clock), store ?? new NoRecordStore<StoredSchedule>());
        await bench.Schedules.StartAsync(CancellationToken.None);
        return bench;
    }

    public async ValueTask DisposeAsync()
    {
        await Schedules.DisposeAsync();
        await Server.DisposeAsync();
    }

    public async Task<TResponse> CallAsync<TResponse>(string method, IMessage request)
        where TResponse : IMessage
    {
        using var context = new RpcContext(s_patience);
        var found = _table.Find($"/{RpcTableBuilder.WorkflowService}/{method}");
        return (TResponse)await found.InvokeAsync(request, context);
    }

    /// <summary>Creates a schedule that takes an action each minute.</summary>
    public Task<CreateScheduleResponse> CreateAsync(Action<CreateScheduleRequest>? change = null)
    {
        var request = new CreateScheduleRequest
        {
            Namespace = "default",
            ScheduleId = Id,
            RequestId = "create",
            Schedule = new Schedule
            {
                Spec = new ScheduleSpec { Interval = { new IntervalSpec { Interval = new() { Seconds = 60 } } } },
                Action = new ScheduleAction
                {
                    StartWorkflow = new()
                    {
                        WorkflowId = "run",
                        WorkflowType = new() { Name = "type" },
                        TaskQueue = new() { Name = Server.Queue },
                    },
                },
            },
        };
        change?.Invoke(request);
        return CallAsync<CreateScheduleResponse>("CreateSchedule", request);
    }

    public Task<DescribeScheduleResponse> DescribeAsync() => CallAsync<DescribeScheduleResponse>(
        "DescribeSchedule", new DescribeScheduleRequest { Namespace = "default", ScheduleId = Id });

    public Task PatchAsync(SchedulePatch patch, string requestId = "") => CallAsync<PatchScheduleResponse>(
        "PatchSchedule",
        new PatchScheduleRequest { Namespace = "default", ScheduleId = Id, Patch = patch, RequestId = requestId });

    /// <summary>Triggers it, a second after whatever was before.</summary>
    public Task TriggerAsync(ScheduleOverlapPolicy policy = ScheduleOverlapPolicy.Unspecified)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        return PatchAsync(new SchedulePatch { TriggerImmediately = new() { OverlapPolicy = policy } });
    }

    /// <summary>The description, once it is as expected.</summary>
    public async Task<DescribeScheduleResponse> UntilAsync(Func<DescribeScheduleResponse, bool> condition)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            var described = await DescribeAsync();
            if (condition(described))
            {
                return described;
            }

            await Task.Delay(5, patience.Token);
        }
    }

    public static string StartedId(DescribeScheduleResponse described, int index) =>
        described.Info.RecentActions[index].StartWorkflowResult.WorkflowId;
}

/// <summary>A store in memory that outlives servers; it can refuse to save.</summary>
internal sealed class KeptSchedules : IRecordStore<StoredSchedule>
{
    private readonly Dictionary<(string, string), byte[]> _kept = [];

    /// <summary>Called before each save; throws to refuse it.</summary>
    public Action<StoredSchedule>? Saving { get; set; }

    public Task<IReadOnlyList<StoredSchedule>> LoadAsync(CancellationToken cancel)
    {
        lock (_kept)
        {
            return Task.FromResult<IReadOnlyList<StoredSchedule>>(
                _kept.Values.Select(StoredSchedule.Parser.ParseFrom).ToList());
        }
    }

    public Task SaveAsync(StoredSchedule schedule)
    {
        Saving?.Invoke(schedule);
        lock (_kept)
        {
            _kept[(schedule.NamespaceId, schedule.ScheduleId)] = schedule.ToByteArray();
        }

        return Task.CompletedTask;
    }

    public Task RemoveAsync(string namespaceId, string scheduleId)
    {
        lock (_kept)
        {
            _kept.Remove((namespaceId, scheduleId));
        }

        return Task.CompletedTask;
    }
}

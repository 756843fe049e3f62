using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Tests.Activities;

public class ActivityWorkerTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly string _queue = $"tq-{Guid.NewGuid()}";
    private readonly Work _work = new();

    private ITemporalClient Client => server.Env.Client;

    [Fact]
    public async Task Activity_FailsTwice_IsRetriedWithHeartbeatDetails() => await RunAsync(async () =>
    {
        (await ExecuteAsync("Flaky")).ShouldBe("attempt 3 after 2");
    });

    [Fact]
    public async Task Activity_Cancelled_SeesReasonAndReportsCancelled() => await RunAsync(
        async () =>
        {
            var handle = await StartAsync("UntilCancelled", o => o.HeartbeatTimeout = TimeSpan.FromMinutes(1));
            await _work.Started.Task;
            await handle.CancelAsync();
            var error = await Should.ThrowAsync<WorkflowFailedException>(() => handle.GetResultAsync());
            error.InnerException.ShouldBeOfType<CanceledFailureException>();
            _work.Reason.ShouldBe(ActivityCancelReason.CancelRequested);
            _work.Details!.IsCancelRequested.ShouldBeTrue();
        },
        // It is with a heartbeat that the worker learns of the cancellation; a machine that halts must not time it out.
        options => options.MaxHeartbeatThrottleInterval = TimeSpan.FromMilliseconds(100));

    [Fact]
    public async Task Activity_NotHeartbeating_IsTimedOutByServer() => await RunAsync(async () =>
    {
        var error = await Should.ThrowAsync<WorkflowFailedException>(
            () => ExecuteAsync("Silent", o =>
            {
                o.HeartbeatTimeout = TimeSpan.FromMilliseconds(300);
                o.RetryPolicy = new() { MaximumAttempts = 1 };
            }));
        error.InnerException!.InnerException.ShouldBeOfType<TimeoutFailureException>()
            .TimeoutType.ShouldBe(TimeoutType.Heartbeat);
        _work.Release.SetResult();
    });

    [Fact]
    public async Task Activity_CompletedFromOutside_GivesThatResult() => await RunAsync(async () =>
    {
        var handle = await StartAsync("Outside");
        var token = await _work.Token.Task;
        var activity = Client.GetAsyncActivityHandle(token);
        await activity.HeartbeatAsync(new() { Details = [1] });
        await activity.CompleteAsync("from outside");
        (await handle.GetResultAsync()).ShouldBe("from outside");
    });

    [Fact]
    public async Task Activity_FailedFromOutside_GivesThatFailure() => await RunAsync(async () =>
    {
        var handle = await StartAsync("Outside", o => o.RetryPolicy = new() { MaximumAttempts = 1 });
        var info = await _work.Info.Task;
        await Client.GetAsyncActivityHandle(info.WorkflowId!, info.WorkflowRunId!, info.ActivityId)
            .FailAsync(new ApplicationFailureException("no", "No"));
        var error = await Should.ThrowAsync<WorkflowFailedException>(() => handle.GetResultAsync());
        error.InnerException!.InnerException.ShouldBeOfType<ApplicationFailureException>().ErrorType.ShouldBe("No");
    });

    [Fact]
    public async Task Activity_UnknownType_FailsWithKnownNames() => await RunAsync(async () =>
    {
        var error = await Should.ThrowAsync<WorkflowFailedException>(
            () => ExecuteAsync("Nonsense", o => o.RetryPolicy = new() { MaximumAttempts = 1 }));
        var cause = error.InnerException!.InnerException.ShouldBeOfType<ApplicationFailureException>();
        cause.ErrorType.ShouldBe("NotFoundError");
        cause.Message.ShouldContain("available activities: Counted, Flaky, ");
    });

    [Fact]
    public async Task Worker_StopsDuringActivity_CancelsItAndReportsFailure()
    {
        using var stop = new CancellationTokenSource();
        using var worker = NewWorker();
        var running = worker.ExecuteAsync(stop.Token);
        var handle = await StartAsync("UntilCancelled", o => o.RetryPolicy = new() { MaximumAttempts = 1 });
        await _work.Started.Task;
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        _work.Reason.ShouldBe(ActivityCancelReason.WorkerShutdown);
        _work.SawShutdown.ShouldBeTrue();
        await RunAsync(async () =>
        {
            var error = await Should.ThrowAsync<WorkflowFailedException>(() => handle.GetResultAsync());
            var reported = error.InnerException!.InnerException.ShouldBeOfType<ApplicationFailureException>();
            reported.ErrorType.ShouldBe("WorkerShutdown");
            reported.InnerException.ShouldBeNull();
        });
    }

    [Fact]
    public async Task Worker_StopsDuringActivityWithinGracePeriod_LetsItFinish()
    {
        using var stop = new CancellationTokenSource();
        using var worker = NewWorker(o => o.GracefulShutdownTimeout = TimeSpan.FromSeconds(30));
        var running = worker.ExecuteAsync(stop.Token);
        var handle = await StartAsync("UntilShutdown");
        await _work.Started.Task;
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        await RunAsync(async () => (await handle.GetResultAsync()).ShouldBe("drained"));
    }

    [Fact]
    public async Task Activity_MoreAtOnceThanSlots_AreLimited() => await RunAsync(
        async () =>
        {
            var handles = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync("Counted")));
            await Task.WhenAll(handles.Select(h => h.GetResultAsync()));
            _work.MostAtOnce.ShouldBe(2);
        },
        o => o.MaxConcurrentActivities = 2);

    private Task<WorkflowHandle<OneActivity, string>> StartAsync(
        string activity, Action<ActivityOptions>? configure = null)
    {
        var options = new ActivityOptions
        {
            StartToCloseTimeout = TimeSpan.FromSeconds(60),
            RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(10) },
        };
        configure?.Invoke(options);
        return Client.StartWorkflowAsync(
            (OneActivity wf) => wf.RunAsync(new(
                activity, options.HeartbeatTimeout, options.RetryPolicy!.MaximumAttempts)),
            new($"wf-{Guid.NewGuid()}", _queue));
    }

    private async Task<string> ExecuteAsync(string activity, Action<ActivityOptions>? configure = null) =>
        await (await StartAsync(activity, configure)).GetResultAsync();

    private TemporalWorker NewWorker(Action<TemporalWorkerOptions>? configure = null)
    {
        var options = new TemporalWorkerOptions(_queue).AddAllActivities(_work).AddWorkflow<OneActivity>();
        configure?.Invoke(options);
        return new(Client, options);
    }

    private async Task RunAsync(Func<Task> act, Action<TemporalWorkerOptions>? configure = null)
    {
        using var worker = NewWorker(configure);
        await worker.ExecuteAsync(act);
    }

    public record Input(string Activity, TimeSpan? HeartbeatTimeout, int MaximumAttempts);

    [Workflow]
    public class OneActivity
    {
        [WorkflowRun]
        public Task<string> RunAsync(Input input) => Workflow.ExecuteActivityAsync<string>(
            input.Activity,
            [],
            new()
            {
                StartToCloseTimeout = TimeSpan.FromSeconds(60),
                HeartbeatTimeout = input.HeartbeatTimeout,
                CancellationType = ActivityCancellationType.WaitCancellationCompleted,
                RetryPolicy = new()
                {
                    InitialInterval = TimeSpan.FromMilliseconds(10),
                    MaximumAttempts = input.MaximumAttempts,
                },
            });
    }

    public class Work
    {
        private int _atOnce;

        public TaskCompletionSource Started { get; } = new();

        public TaskCompletionSource Release { get; } = new();

        public TaskCompletionSource<byte[]> Token { get; } = new();

        public TaskCompletionSource<ActivityInfo> Info { get; } = new();

        public ActivityCancelReason Reason { get; private set; }

        public ActivityCancellationDetails? Details { get; private set; }

        public bool SawShutdown { get; private set; }

        public int MostAtOnce { get; private set; }

        [Activity]
        public async Task<string> FlakyAsync()
        {
            var context = ActivityExecutionContext.Current;
            if (context.Info.Attempt < 3)
            {
                context.Heartbeat(context.Info.Attempt);
                throw new InvalidOperationException("not yet");
            }
            var last = await context.Info.HeartbeatDetailAtAsync<int>(0);
            return $"attempt {context.Info.Attempt} after {last}";
        }

        [Activity]
        public async Task<string> UntilCancelledAsync()
        {
            var context = ActivityExecutionContext.Current;
            Started.TrySetResult();
            try
            {
                while (true)
                {
                    context.Heartbeat();
                    await Task.Delay(50, context.CancellationToken);
                }
            }
            finally
            {
                Reason = context.CancelReason;
                Details = context.CancellationDetails;
                SawShutdown = context.WorkerShutdownToken.IsCancellationRequested;
            }
        }

        [Activity]
        public async Task<string> UntilShutdownAsync()
        {
            Started.TrySetResult();
            await Task.Delay(Timeout.Infinite, ActivityExecutionContext.Current.WorkerShutdownToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ActivityExecutionContext.Current.CancellationToken.IsCancellationRequested.ShouldBeFalse();
            return "drained";
        }

        [Activity]
        public Task SilentAsync() => Release.Task;

        [Activity]
        public Task<string> OutsideAsync()
        {
            Token.TrySetResult(ActivityExecutionContext.Current.Info.TaskToken);
            Info.TrySetResult(ActivityExecutionContext.Current.Info);
            throw new CompleteAsyncException();
        }

        [Activity]
        public async Task<string> CountedAsync()
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
            await Task.Delay(100);
            Interlocked.Decrement(ref _atOnce);
            return "counted";
        }
    }
}

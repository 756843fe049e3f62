using Sagas.Engine.Execution;
using Sagas.Workers.Hosting;
using Temporalio.Exceptions;
using Temporalio.Testing;
using Temporalio.Worker.Interceptors;

namespace Sagas.Workers.Tests.Hosting;

/// <summary>When a step is tried by the workflow's worker itself, and when it is left to its own task queue at once.</summary>
public sealed class LocalAttemptBreakerTests
{
    private static readonly TimeSpan Quick = LocalAttemptBreaker.QuickMax;
    private static readonly TimeSpan Slow = Quick + TimeSpan.FromMilliseconds(1);

    private readonly Clock _clock = new();
    private readonly Work _work;
    private readonly ActivityInboundInterceptor _chain;

    public LocalAttemptBreakerTests()
    {
        _work = new Work(_clock);
        _chain = new LocalAttemptBreaker(_clock).InterceptActivity(_work);
    }

    public static TheoryData<string, bool> Attempts => new()
    {
        { "quick", true },
        { "slow", false },
        { "failed", false },
        { "refused", true },
        { "refused slowly", false },
    };

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task LocalAttempt_AfterAnotherLocalOne_IsMadeUnlessThatWasTrouble(string before, bool isMade)
    {
        await MakeAsync(before, isLocal: true);

        (await MakeAsync("quick", isLocal: true)).ShouldBe(isMade ? "done" : LocalAttempts.Skipped);
    }

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task LocalAttempt_AfterAnAttemptOfTheQueue_IsMadeUnlessThatWasTrouble(string before, bool isMade)
    {
        await MakeAsync("failed", isLocal: true);
        await MakeAsync(before, isLocal: false);

        (await MakeAsync("quick", isLocal: true)).ShouldBe(isMade ? "done" : LocalAttempts.Skipped);
    }

    [Fact]
    public async Task LocalAttempt_LongAfterTheTrouble_IsMade()
    {
        await MakeAsync("failed", isLocal: true);
        _clock.Pass(LocalAttemptBreaker.OpenFor - TimeSpan.FromSeconds(1));
        (await MakeAsync("quick", isLocal: true)).ShouldBe(LocalAttempts.Skipped);

        _clock.Pass(TimeSpan.FromSeconds(1));

        (await MakeAsync("quick", isLocal: true)).ShouldBe("done");
    }

    [Fact]
    public async Task Attempt_OfTheQueue_IsMadeInTroubleToo()
    {
        await MakeAsync("failed", isLocal: false);

        (await MakeAsync("quick", isLocal: false)).ShouldBe("done");
    }

    [Fact]
    public async Task LocalAttempt_OfAnotherActivity_IsMade()
    {
        await MakeAsync("failed", isLocal: true);

        (await MakeAsync("quick", isLocal: true, activity: "Other")).ShouldBe("done");
    }

    /// <returns>What came of it: the result, or the error's type.</returns>
    private async Task<string> MakeAsync(string attempt, bool isLocal, string activity = "AuthorisePayment")
    {
        var environment = new ActivityEnvironment
        {
            Info = ActivityEnvironment.DefaultInfo with { ActivityType = activity, IsLocal = isLocal },
        };
        _work.Attempt = attempt;
        try
        {
            return (string)(await environment.RunAsync(() => _chain.ExecuteActivityAsync(null!)))!;
        }
        catch (ApplicationFailureException failure)
        {
            return failure.ErrorType!;
        }
    }

    private sealed class Work(Clock clock) : ActivityInboundInterceptor(null!)
    {
        public string Attempt { get; set; } = "";

        public override Task<object?> ExecuteActivityAsync(ExecuteActivityInput input)
        {
            clock.Pass(Attempt is "slow" or "refused slowly" ? Slow : Quick);
            return Attempt switch
            {
                "failed" => throw new ApplicationFailureException("no answer", "ProviderBusy"),
                "refused" or "refused slowly" => throw new ApplicationFailureException("declined", "Declined", nonRetryable: true),
                _ => Task.FromResult<object?>("done"),
            };
        }
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}

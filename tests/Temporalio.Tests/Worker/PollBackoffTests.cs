using Temporalio.Exceptions;
using Temporalio.Worker;

namespace Temporalio.Tests.Worker;

public class PollBackoffTests
{
    private readonly Clock _clock = new();
    private readonly PollBackoff _backoff;

    public PollBackoffTests() => _backoff = new(_clock);

    [Theory]
    [InlineData(RpcException.StatusCode.Unavailable, 0.2, 0.4)]
    [InlineData(RpcException.StatusCode.DeadlineExceeded, 0.2, 0.4)]
    [InlineData(RpcException.StatusCode.Cancelled, 0.2, 0.4)]
    [InlineData(RpcException.StatusCode.ResourceExhausted, 1, 2)]
    public void FailureThatMayPass_Twice_IsWaitedOutLonger(RpcException.StatusCode code, double first, double second)
    {
        Fail(code)!.Value.TotalSeconds.ShouldBeInRange(first * 0.79, first * 1.21);
        Fail(code)!.Value.TotalSeconds.ShouldBeInRange(second * 0.79, second * 1.21);
    }

    [Fact]
    public void FailureThatMayPass_AfterHours_IsWaitedOut()
    {
        Fail(RpcException.StatusCode.Unavailable);
        _clock.Seconds += 10_000;
        Fail(RpcException.StatusCode.Unavailable).ShouldNotBeNull();
    }

    [Fact]
    public void FatalFailure_ForAMinute_IsBorneEveryTenSeconds()
    {
        Fail(RpcException.StatusCode.PermissionDenied).ShouldBe(TimeSpan.FromSeconds(10));
        _clock.Seconds += 60;
        Fail(RpcException.StatusCode.PermissionDenied).ShouldBe(TimeSpan.FromSeconds(10));
        _clock.Seconds += 1;
        Fail(RpcException.StatusCode.PermissionDenied).ShouldBeNull();
    }

    [Fact]
    public void FatalFailure_LongAfterTheWorkerBegan_IsBorneAnew()
    {
        Fail(RpcException.StatusCode.PermissionDenied);
        _backoff.Succeeded();
        _clock.Seconds += 100;
        Fail(RpcException.StatusCode.PermissionDenied).ShouldBe(TimeSpan.FromSeconds(10));
    }

    private TimeSpan? Fail(RpcException.StatusCode code)
    {
        _backoff.Polling();
        return _backoff.Next(new RpcException(code, "failed", null));
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}

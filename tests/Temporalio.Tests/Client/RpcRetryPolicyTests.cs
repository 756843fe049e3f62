using Temporalio.Client.Rpc;
using Temporalio.Exceptions;

namespace Temporalio.Tests.Client;

public class RpcRetryPolicyTests
{
    private static readonly RpcException Exhausted = new(RpcException.StatusCode.ResourceExhausted, "busy", null);
    private static readonly RpcException Unavailable = new(RpcException.StatusCode.Unavailable, "later", null);

    private readonly RpcRetryPolicy _policy = RpcRetryPolicy.From(null);

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 170)]
    [InlineData(4, 835)]
    [InlineData(8, 5000)]
    public void Delay_OfRetries_GrowsToTheLongest(int retries, int milliseconds) =>
        _policy.NextDelay(Unavailable, retries, TimeSpan.Zero)!.Value.TotalMilliseconds
            .ShouldBeInRange(milliseconds * 0.79, milliseconds * 1.21);

    [Fact]
    public void Unavailable_BeyondTheTime_IsNotRetried() =>
        _policy.NextDelay(Unavailable, 3, TimeSpan.FromSeconds(9.9)).ShouldBeNull();

    [Fact]
    public void Exhausted_LongDelayBeyondTheTime_IsRetriedAllTheSame() =>
        _policy.NextDelay(Exhausted, 3, TimeSpan.FromSeconds(7))!.Value.TotalSeconds.ShouldBeInRange(6.3, 9.7);

    [Fact]
    public void Exhausted_ShortDelayBeyondTheTime_IsNotRetried() =>
        _policy.NextDelay(Exhausted, 4, TimeSpan.FromSeconds(15)).ShouldBeNull();
}

using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Timers;
using Temporalio.Api.TestService.V1;

namespace Temporal.DevServer.Frontend.Testing;

/// <summary>The TestService of a time-skipping server.</summary>
internal sealed class TestRpcs(SkippingClock clock) : IRpcService
{
    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        const string service = RpcTableBuilder.TestService;
        table.Add<LockTimeSkippingRequest, LockTimeSkippingResponse>(service, "LockTimeSkipping", LockAsync);
        table.Add<UnlockTimeSkippingRequest, UnlockTimeSkippingResponse>(service, "UnlockTimeSkipping", UnlockAsync);
        table.Add<SleepRequest, SleepResponse>(service, "Sleep", SleepAsync);
        table.Add<SleepUntilRequest, SleepResponse>(service, "SleepUntil", SleepUntilAsync);
        table.Add<SleepRequest, SleepResponse>(
            service, "UnlockTimeSkippingWithSleep", UnlockWithSleepAsync);
        table.Add<Empty, GetCurrentTimeResponse>(service, "GetCurrentTime", CurrentTimeAsync);
    }

    private static Exception NotLocked() => RpcErrors.FailedPrecondition("Time skipping is not locked.");

    private Task<LockTimeSkippingResponse> LockAsync(LockTimeSkippingRequest request, RpcContext context)
    {
        clock.Lock();
        return Task.FromResult(new LockTimeSkippingResponse());
    }

    private Task<UnlockTimeSkippingResponse> UnlockAsync(UnlockTimeSkippingRequest request, RpcContext context)
    {
        Unlock();
        return Task.FromResult(new UnlockTimeSkippingResponse());
    }

    private async Task<SleepResponse> SleepAsync(SleepRequest request, RpcContext context)
    {
        using var hold = await clock.WaitUntilAsync(DueAfter(request.Duration), context.Cancelled)
            .ConfigureAwait(false);
        return new SleepResponse();
    }

    private async Task<SleepResponse> SleepUntilAsync(SleepUntilRequest request, RpcContext context)
    {
        using var hold = await clock.WaitUntilAsync(
            (request.Timestamp ?? new Timestamp()).ToDateTimeOffset(), context.Cancelled).ConfigureAwait(false);
        return new SleepResponse();
    }

    private async Task<SleepResponse> UnlockWithSleepAsync(SleepRequest request, RpcContext context)
    {
        Action takeBack;
        Task<IDisposable> sleep;
        // Time must not go before it is known how far: it would jump to what others wait for.
        using (clock.Hold())
        {
            takeBack = clock.LetGo() ?? throw NotLocked();
            sleep = clock.WaitUntilAsync(DueAfter(request.Duration), context.Cancelled);
        }

        try
        {
            using var hold = await sleep.ConfigureAwait(false);
            takeBack(); // before the hold ends, so that not a moment is unlocked
        }
        catch (OperationCanceledException)
        {
            takeBack();
            throw;
        }

        return new SleepResponse();
    }

    private Task<GetCurrentTimeResponse> CurrentTimeAsync(Empty request, RpcContext context) =>
        Task.FromResult(new GetCurrentTimeResponse { Time = Timestamp.FromDateTimeOffset(clock.UtcNow) });

    private DateTimeOffset DueAfter(Duration? duration) => clock.UtcNow + (duration?.ToTimeSpan() ?? TimeSpan.Zero);

    private void Unlock()
    {
        if (!clock.Unlock())
        {
            throw NotLocked();
        }
    }
}

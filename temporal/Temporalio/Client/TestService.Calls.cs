using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.TestService.V1;

namespace Temporalio.Client;

/// <summary>Calls of the time-skipping test service, one method for each.</summary>
public abstract partial class TestService
{
    /// <summary>Invokes GetCurrentTime.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<GetCurrentTimeResponse> GetCurrentTimeAsync(Empty req, RpcOptions? options = null) =>
        InvokeRpcAsync("GetCurrentTime", req, GetCurrentTimeResponse.Parser, options);

    /// <summary>Invokes LockTimeSkipping.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<LockTimeSkippingResponse> LockTimeSkippingAsync(
        LockTimeSkippingRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("LockTimeSkipping", req, LockTimeSkippingResponse.Parser, options);

    /// <summary>Invokes Sleep.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<SleepResponse> SleepAsync(SleepRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("Sleep", req, SleepResponse.Parser, options);

    /// <summary>Invokes SleepUntil.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<SleepResponse> SleepUntilAsync(SleepUntilRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("SleepUntil", req, SleepResponse.Parser, options);

    /// <summary>Invokes UnlockTimeSkipping.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<UnlockTimeSkippingResponse> UnlockTimeSkippingAsync(
        UnlockTimeSkippingRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("UnlockTimeSkipping", req, UnlockTimeSkippingResponse.Parser, options);

    /// <summary>Invokes UnlockTimeSkippingWithSleep.</summary>
    /// <param name="req">Request.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    public Task<SleepResponse> UnlockTimeSkippingWithSleepAsync(SleepRequest req, RpcOptions? options = null) =>
        InvokeRpcAsync("UnlockTimeSkippingWithSleep", req, SleepResponse.Parser, options);
}

using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporalio.Api.Common.V1;

namespace Temporal.DevServer.Nexus.Callbacks;

/// <summary>What a completion callback may look like.</summary>
internal static class CallbackRules
{
    /// <summary>Refuses callbacks that could not be called.</summary>
    public static void Check(IEnumerable<Callback> callbacks, CallbackPoster poster)
    {
        foreach (var callback in callbacks)
        {
            if (callback.Nexus is not { } nexus)
            {
                throw RpcErrors.Unimplemented($"unknown callback variant: {callback.VariantCase}");
            }

            if (nexus.Url.Length > Limits.CallbackUrlLengthMax)
            {
                throw RpcErrors.InvalidArgument(
                    $"invalid url: url length longer than max length allowed of {Limits.CallbackUrlLengthMax}");
            }

            if (nexus.Url != SystemCallback.Url && !poster.Allows(nexus.Url))
            {
                throw RpcErrors.InvalidArgument(
                    $"invalid url: url does not match any configured callback address: {nexus.Url}");
            }

            if (nexus.Header.Sum(h => h.Key.Length + h.Value.Length) > Limits.CallbackHeaderBytesMax)
            {
                throw RpcErrors.InvalidArgument(
                    $"invalid header: header size longer than max allowed size of {Limits.CallbackHeaderBytesMax}");
            }
        }
    }

    /// <summary>Refuses more callbacks than a run may have.</summary>
    public static void CheckCount(int attached, int more)
    {
        if (attached + more > Limits.CallbacksMax)
        {
            throw RpcErrors.FailedPrecondition($"cannot attach more than {Limits.CallbacksMax} callbacks to a workflow "
                + $"({attached} callbacks already attached)");
        }
    }
}

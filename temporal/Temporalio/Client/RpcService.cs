using Google.Protobuf;

namespace Temporalio.Client;

/// <summary>A gRPC service as raw calls.</summary>
public abstract class RpcService
{
    /// <summary>Creates the service.</summary>
    protected RpcService()
    {
    }

    /// <summary>Name of the service with its package.</summary>
    internal abstract string FullName { get; }

    /// <summary>Makes a call.</summary>
    /// <typeparam name="T">Type of the response.</typeparam>
    /// <param name="rpc">Name of the method.</param>
    /// <param name="req">Request.</param>
    /// <param name="resp">Parser of the response.</param>
    /// <param name="options">Options of the call.</param>
    /// <returns>Response.</returns>
    protected abstract Task<T> InvokeRpcAsync<T>(
        string rpc, IMessage req, MessageParser<T> resp, RpcOptions? options = null)
        where T : IMessage<T>;
}

using Google.Protobuf;

namespace Temporalio.Client;

/// <summary>Calls of the time-skipping test service, one method for each.</summary>
public abstract partial class TestService : RpcService
{
    /// <summary>Creates the service.</summary>
    protected TestService()
    {
    }

    /// <inheritdoc />
    internal override string FullName => "temporal.api.testservice.v1.TestService";

    /// <summary>The service over a connection.</summary>
    public class Core : TestService
    {
        private readonly TemporalConnection _connection;

        /// <summary>Creates the service.</summary>
        /// <param name="connection">Connection.</param>
        public Core(TemporalConnection connection) => _connection = connection;

        /// <inheritdoc />
        protected override Task<T> InvokeRpcAsync<T>(
            string rpc, IMessage req, MessageParser<T> resp, RpcOptions? options = null) =>
            _connection.InvokeRpcAsync(this, rpc, req, resp, options);
    }
}

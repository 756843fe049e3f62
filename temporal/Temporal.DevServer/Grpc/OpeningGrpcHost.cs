namespace Temporal.DevServer.Grpc;

/// <summary>
/// An endpoint that opens while the rest of the server starts, since the code of either is loaded and compiled for the first
/// time there. Calls that come early wait.
/// </summary>
internal sealed class OpeningGrpcHost : IAsyncDisposable
{
    private readonly TaskCompletionSource<RpcTable> _table = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<GrpcHost> _host;

    public OpeningGrpcHost(GrpcHostOptions options, ILoggerFactory logs, CancellationToken cancel) =>
        _host = Task.Run(() => GrpcHost.StartAsync(_table.Task, options, logs, cancel), cancel);

    /// <summary>Answers calls from now on.</summary>
    /// <returns>The endpoint, once it listens; whoever gets it disposes it.</returns>
    public Task<GrpcHost> ServeAsync(RpcTable table)
    {
        _table.SetResult(table);
        return _host;
    }

    /// <summary>The rest of the server did not start: closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        _table.TrySetCanceled();
        await ((Task)_host).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_host.IsCompletedSuccessfully)
        {
            await (await _host.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }
}

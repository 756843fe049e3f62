using Microsoft.Extensions.Logging;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Namespace.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker.Workflows.Tasks;

namespace Temporalio.Worker;

/// <summary>What a worker and its server tell each other about its beginning and its end.</summary>
internal sealed class WorkerRegistration(Func<WorkflowService> service, ShutdownWorkerRequest farewell, ILogger logger)
{
    /// <summary>How long the server may take to end the polls that wait.</summary>
    private static readonly TimeSpan PollsEndWithin = TimeSpan.FromSeconds(5);

    private static readonly RpcOptions Once = new() { Retry = false, Timeout = TimeSpan.FromSeconds(5) };

    private bool _serverEndsPolls;

    /// <summary>Asks for the namespace, without which no poll will ever succeed.</summary>
    /// <exception cref="InvalidOperationException">The namespace is not there.</exception>
    public async Task ValidateAsync()
    {
        try
        {
            var description = await service().DescribeNamespaceAsync(
                new() { Namespace = farewell.Namespace }, new() { Retry = true }).ConfigureAwait(false);
            _serverEndsPolls = description.NamespaceInfo?.Capabilities is
                NamespaceInfo.Types.Capabilities { WorkerPollCompleteOnShutdown: true };
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.Unimplemented)
        {
            // Test servers have one namespace and do not describe it.
        }
        catch (RpcException e)
        {
            throw new InvalidOperationException(
                $"Worker validation failed: Namespace {farewell.Namespace} was not found or otherwise could not be " +
                $"described: {e.Message}",
                e);
        }
    }

    /// <summary>
    /// Stops the polls, and lets the server send tasks of our cached workflows to others at once instead of after a
    /// timeout.
    /// </summary>
    public async Task LeaveAsync(WorkerStopSource stop)
    {
        if (!_serverEndsPolls)
        {
            await stop.CutOffAsync().ConfigureAwait(false);
        }
        await stop.RequestAsync().ConfigureAwait(false);
        stop.CutOffAfter(await AnnounceAsync().ConfigureAwait(false) ? PollsEndWithin : TimeSpan.Zero);
    }

    private async Task<bool> AnnounceAsync()
    {
        try
        {
            await service().ShutdownWorkerAsync(farewell, Once).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            // A courtesy only: without it timeouts do the same.
            Logs.ShutdownNotAnnounced(logger, farewell.TaskQueue, e);
            return false;
        }
    }
}

using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker;

namespace Interop.Crash;

/// <summary>Ledgers kept by our own SDK, client and worker; the same as <c>scripts/ledgers.mjs</c>.</summary>
internal sealed class DotNetLoad(string address, int clients, int entries, Told told, CancellationToken stop)
{
    private const string Queue = "ledgers-dotnet";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync()
    {
        var client = await TemporalClient.ConnectAsync(new(address));
        var options = new TemporalWorkerOptions(Queue).AddWorkflow<LedgerWorkflow>().AddActivity(LedgerWorkflow.Note);
        using var worker = new TemporalWorker(client, options);
        await worker.ExecuteAsync(() => Task.WhenAll(Enumerable.Range(0, clients).Select(n => KeepAsync(client, n))));
    }

    private async Task KeepAsync(TemporalClient client, int number)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await KeepLedgerAsync(client, $"dotnet-{number}-{i}");
        }
    }

    private async Task KeepLedgerAsync(TemporalClient client, string id)
    {
        await AnsweredAsync(() => StartAsync(client, id));
        told.Add(new Fact(id));
        var handle = client.GetWorkflowHandle<LedgerWorkflow, IReadOnlyList<string>>(id);
        for (var i = 0; i < entries; i++)
        {
            if (i % 2 == 0)
            {
                await SignalAsync(handle, $"signal-{i}");
            }
            else
            {
                var entry = $"update-{i}";
                var position = await AnsweredAsync(() => handle.ExecuteUpdateAsync(wf => wf.PutAsync(entry), new(entry)));
                told.Add(new Fact(id, entry, position));
            }
        }

        await AnsweredAsync(() => CloseAsync(handle));
        told.Add(new Fact(id, Result: await AnsweredAsync(() => handle.GetResultAsync())));
    }

    private static async Task<bool> StartAsync(TemporalClient client, string id)
    {
        try
        {
            await client.StartWorkflowAsync((LedgerWorkflow wf) => wf.RunAsync(), new(id, Queue));
        }
        catch (WorkflowAlreadyStartedException)
        {
            // By a call that got no answer.
        }

        return true;
    }

    private static async Task<bool> CloseAsync(WorkflowHandle<LedgerWorkflow> handle)
    {
        try
        {
            await handle.SignalAsync(wf => wf.CloseAsync());
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            // Closed by a call that got no answer; whether it is there shows when its result is asked for.
        }

        return true;
    }

    /// <summary>
    /// Not sent again: a second call would be a second signal. What became of one without an answer is not known.
    /// </summary>
    private async Task SignalAsync(WorkflowHandle<LedgerWorkflow> handle, string entry)
    {
        try
        {
            await handle.SignalAsync(wf => wf.AddAsync(entry));
            told.Add(new Fact(handle.Id, entry));
        }
        catch (Exception e) when (IsUnanswered(e))
        {
        }
    }

    /// <summary>Calls until there is an answer. The client itself has tried often by the time it gives up.</summary>
    private static async Task<T> AnsweredAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (IsUnanswered(e))
            {
                await Task.Delay(Pause, CancellationToken.None); // a client's back-off
            }
        }
    }

    private static bool IsUnanswered(Exception e) => e is WorkflowUpdateRpcTimeoutOrCanceledException
        || (e is RpcException rpc && rpc.Code is RpcException.StatusCode.Unavailable
            or RpcException.StatusCode.DeadlineExceeded or RpcException.StatusCode.Cancelled);
}

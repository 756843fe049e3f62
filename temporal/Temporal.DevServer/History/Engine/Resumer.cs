namespace Temporal.DevServer.History.Engine;

/// <summary>
/// Start-up: timers of stored runs are set again, and runs with undelivered work are loaded and their effects repeated.
/// Every effect recognises a repetition, so it does not matter how far it got before.
/// </summary>
internal sealed class Resumer(ExecutionEngine engine)
{
    /// <summary>Resumes all stored runs; returns how many had undelivered work.</summary>
    public async Task<int> ResumeAsync(CancellationToken stop)
    {
        var resumed = 0;
        await foreach (var run in engine.Store.ScanResumableAsync(stop).ConfigureAwait(false))
        {
            engine.Timers.Set(run.Key, run.NextTimer);
            if (run.HasPendingWork)
            {
                await ResumeAsync(run.Key).ConfigureAwait(false);
                resumed++;
            }
        }

        return resumed;
    }

    private async Task ResumeAsync(Persistence.RunKey key)
    {
        var delivery = await engine.RunAsync(key.Workflow, async session =>
        {
            if (await session.FindAsync(key.RunId).ConfigureAwait(false) is not { } run)
            {
                return null;
            }

            var effects = new Effects();
            PendingWork.Collect(run.State, effects);
            if (run.State.WaitsForParent)
            {
                // Its parent recorded it or will not any more; either way it must not wait for ever.
                effects.ChildrenToRelease.Add(new State.ChildInfo
                {
                    NamespaceId = key.NamespaceId,
                    WorkflowId = key.WorkflowId,
                    RunId = key.RunId,
                });
            }

            return Delivery.Of(run, effects, []);
        }).ConfigureAwait(false);
        if (delivery is not null)
        {
            engine.Deliver(delivery);
        }
    }
}

using Temporalio.Worker;

namespace Temporalio.Extensions.Hosting;

/// <summary>Gives running workers another client.</summary>
public class TemporalWorkerClientUpdater
{
    private readonly Lock _lock = new();

    /// <summary>Raised with the new client.</summary>
    internal event EventHandler<IWorkerClient>? OnClientUpdatedEvent;

    /// <summary>Gives all workers that listen another client.</summary>
    /// <param name="client">The client, connected.</param>
    public void UpdateClient(IWorkerClient client)
    {
        lock (_lock)
        {
            OnClientUpdatedEvent?.Invoke(this, client);
        }
    }
}

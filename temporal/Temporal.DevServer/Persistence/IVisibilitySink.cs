using Temporal.DevServer.Visibility;

namespace Temporal.DevServer.Persistence;

/// <summary>Receives the visibility rows of committed changes; how an in-memory index follows the in-memory store.</summary>
internal interface IVisibilitySink
{
    /// <summary>Inserts or replaces the row of a run.</summary>
    void Upsert(VisibilityRecord record);

    /// <summary>Removes the row of a run; an unknown run is not an error.</summary>
    void Remove(RunKey key);
}

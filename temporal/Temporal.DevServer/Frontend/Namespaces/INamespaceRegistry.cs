using System.Diagnostics.CodeAnalysis;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Frontend.Namespaces;

/// <summary>What the rest of the server needs to know about namespaces. Reads are in memory and cheap.</summary>
internal interface INamespaceRegistry
{
    /// <summary>Finds a registered (or deprecated) namespace by name.</summary>
    bool TryGetByName(string name, [NotNullWhen(true)] out NamespaceEntry? entry);

    /// <summary>Finds a namespace by id, even a deleted one while something of it is there.</summary>
    bool TryGetById(string id, [NotNullWhen(true)] out NamespaceEntry? entry);

    /// <summary>All namespaces, for retention.</summary>
    IReadOnlyCollection<NamespaceEntry> List();
}

/// <summary>A namespace as it is now; immutable, replaced by changes.</summary>
internal sealed record NamespaceEntry
{
    /// <summary>Id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>How long closed runs are kept.</summary>
    public required TimeSpan Retention { get; init; }

    /// <summary>Custom search attributes by name (system and predefined ones are not listed here).</summary>
    public required IReadOnlyDictionary<string, IndexedValueType> CustomSearchAttributes { get; init; }

    /// <summary>The storage slot of each custom search attribute, by name; what DescribeNamespace shows as aliases.</summary>
    public IReadOnlyDictionary<string, string> SearchAttributeSlots { get; init; } =
        new Dictionary<string, string>();

    /// <summary>Registered, deprecated, or deleted while something of it is still there.</summary>
    public NamespaceState State { get; init; } = NamespaceState.Registered;

    /// <summary>What the owner says about it.</summary>
    public string Description { get; init; } = "";

    /// <summary>Contact of the owner.</summary>
    public string OwnerEmail { get; init; } = "";

    /// <summary>The owner's own labels.</summary>
    public IReadOnlyDictionary<string, string> Data { get; init; } = new Dictionary<string, string>();
}

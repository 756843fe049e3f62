using System.Diagnostics.CodeAnalysis;
using Temporal.DevServer.Frontend.Namespaces;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Tests.History;

/// <summary>One namespace, "default", with a few search attributes.</summary>
internal sealed class FakeNamespaces : INamespaceRegistry
{
    public NamespaceEntry Default { get; } = new()
    {
        Id = "11111111-1111-1111-1111-111111111111",
        Name = "default",
        Retention = TimeSpan.FromDays(1),
        CustomSearchAttributes = new Dictionary<string, IndexedValueType>
        {
            ["Word"] = IndexedValueType.Keyword,
            ["Number"] = IndexedValueType.Int,
        },
    };

    public bool TryGetByName(string name, [NotNullWhen(true)] out NamespaceEntry? entry) =>
        (entry = name == Default.Name ? Default : null) is not null;

    public bool TryGetById(string id, [NotNullWhen(true)] out NamespaceEntry? entry) =>
        (entry = id == Default.Id ? Default : null) is not null;

    public IReadOnlyCollection<NamespaceEntry> List() => [Default];
}

using System.Globalization;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Visibility;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Operator;

/// <summary>Custom search attributes of a namespace: add, remove, list.</summary>
internal sealed class SearchAttributeRpcs(NamespaceRegistry registry) : IRpcService
{
    /// <summary>Storage slots per namespace and type, as a real server with an SQL store has them.</summary>
    private static readonly Dictionary<IndexedValueType, int> SlotsMax = new()
    {
        [IndexedValueType.Bool] = 3,
        [IndexedValueType.Int] = 3,
        [IndexedValueType.Double] = 3,
        [IndexedValueType.Datetime] = 3,
        [IndexedValueType.Keyword] = 10,
        [IndexedValueType.KeywordList] = 3,
        [IndexedValueType.Text] = 3,
    };

    /// <inheritdoc />
    public void Register(RpcTableBuilder table)
    {
        const string service = RpcTableBuilder.OperatorService;
        table.Add<AddSearchAttributesRequest, AddSearchAttributesResponse>(service, "AddSearchAttributes", AddAsync);
        table.Add<RemoveSearchAttributesRequest, RemoveSearchAttributesResponse>(
            service, "RemoveSearchAttributes", RemoveAsync);
        table.Add<ListSearchAttributesRequest, ListSearchAttributesResponse>(
            service, "ListSearchAttributes", ListAsync);
        table.Add<GetSearchAttributesRequest, GetSearchAttributesResponse>("GetSearchAttributes", GetAsync);
    }

    private async Task<AddSearchAttributesResponse> AddAsync(AddSearchAttributesRequest request, RpcContext context)
    {
        RequireNamespace(request.Namespace);
        if (request.SearchAttributes.Count == 0)
        {
            throw RpcErrors.InvalidArgument("SearchAttributes are not set on request.");
        }

        foreach (var (name, type) in request.SearchAttributes)
        {
            RequireAllowed(name, type);
        }

        await registry.UpdateAsync(
            request.Namespace, entry => request.SearchAttributes.Aggregate(entry, Add), context.Cancelled)
            .ConfigureAwait(false);
        return new AddSearchAttributesResponse();
    }

    private async Task<RemoveSearchAttributesResponse> RemoveAsync(
        RemoveSearchAttributesRequest request, RpcContext context)
    {
        RequireNamespace(request.Namespace);
        if (request.SearchAttributes.Count == 0)
        {
            throw RpcErrors.InvalidArgument("SearchAttributes are not set on request.");
        }

        if (request.SearchAttributes.FirstOrDefault(SearchAttributeCatalog.NotCustom.ContainsKey) is { } name)
        {
            throw RpcErrors.InvalidArgument($"Unable to remove non-custom search attributes: {name}.");
        }

        await registry.UpdateAsync(
            request.Namespace, entry => request.SearchAttributes.Aggregate(entry, Remove), context.Cancelled)
            .ConfigureAwait(false);
        return new RemoveSearchAttributesResponse();
    }

    private Task<ListSearchAttributesResponse> ListAsync(ListSearchAttributesRequest request, RpcContext context)
    {
        RequireNamespace(request.Namespace);
        var entry = registry.Require(request.Namespace);
        return Task.FromResult(new ListSearchAttributesResponse
        {
            CustomAttributes = { entry.CustomSearchAttributes.ToDictionary() },
            SystemAttributes = { SearchAttributeCatalog.NotCustom.ToDictionary() },
        });
    }

    private Task<GetSearchAttributesResponse> GetAsync(GetSearchAttributesRequest request, RpcContext context) =>
        Task.FromResult(new GetSearchAttributesResponse
        {
            Keys = { SearchAttributeCatalog.NotCustom.ToDictionary() },
        });

    private static void RequireNamespace(string name)
    {
        if (name.Length == 0)
        {
            throw RpcErrors.InvalidArgument("Namespace is not set on request.");
        }
    }

    private static void RequireAllowed(string name, IndexedValueType type)
    {
        if (SearchAttributeCatalog.IsReserved(name))
        {
            throw RpcErrors.InvalidArgument($"Search attribute {name} is reserved by system.");
        }

        if (type != IndexedValueType.Unspecified && !SlotsMax.ContainsKey(type))
        {
            throw RpcErrors.InvalidArgument($"Unknown search attribute type: {type:D}.");
        }
    }

    /// <summary>The namespace with one attribute more; an existing name stays as it is.</summary>
    internal static NamespaceEntry Add(NamespaceEntry entry, KeyValuePair<string, IndexedValueType> attribute)
    {
        var (name, type) = attribute;
        return entry.CustomSearchAttributes.ContainsKey(name) ? entry : With(entry, name, type, FreeSlot(entry, type));
    }

    /// <summary>The namespace with an attribute in a slot, whose name says the type; unknown slots are ignored.</summary>
    internal static NamespaceEntry Add(NamespaceEntry entry, string slot, string name) =>
        SlotsMax.Keys.Where(type => slot.StartsWith(type.ToString(), StringComparison.Ordinal))
            .OrderByDescending(type => type.ToString().Length).Select(type => With(entry, name, type, slot))
            .FirstOrDefault(entry);

    private static NamespaceEntry With(NamespaceEntry entry, string name, IndexedValueType type, string slot) =>
        entry with
        {
            CustomSearchAttributes = new Dictionary<string, IndexedValueType>(entry.CustomSearchAttributes)
            {
                [name] = type,
            },
            SearchAttributeSlots = new Dictionary<string, string>(entry.SearchAttributeSlots)
            {
                [name] = slot,
            },
        };

    /// <summary>The namespace without an attribute.</summary>
    internal static NamespaceEntry Remove(NamespaceEntry entry, string name)
    {
        if (!entry.CustomSearchAttributes.ContainsKey(name))
        {
            return entry;
        }

        return entry with
        {
            CustomSearchAttributes = Without(entry.CustomSearchAttributes, name),
            SearchAttributeSlots = Without(entry.SearchAttributeSlots, name),
        };
    }

    private static Dictionary<string, TValue> Without<TValue>(IReadOnlyDictionary<string, TValue> map, string name) =>
        map.Where(pair => pair.Key != name).ToDictionary(StringComparer.Ordinal);

    private static string FreeSlot(NamespaceEntry entry, IndexedValueType type)
    {
        var max = SlotsMax.GetValueOrDefault(type);
        var taken = entry.SearchAttributeSlots.Values.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, max)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"{type}{n:00}"))
            .FirstOrDefault(slot => !taken.Contains(slot))
            ?? throw RpcErrors.InvalidArgument(
                $"Unable to create search attributes: cannot have more than {max} search attribute of type {type}.");
    }
}

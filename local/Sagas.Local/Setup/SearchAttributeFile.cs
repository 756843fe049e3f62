using System.Text.Json;
using Sagas.Contracts.Sagas;
using Temporalio.Api.Enums.V1;

namespace Sagas.Local.Setup;

/// <summary>The search attributes that Sagas writes; <c>temporal-config/search-attributes.json</c> says the same, for people.</summary>
internal static class SearchAttributeFile
{
    public static IReadOnlyDictionary<string, IndexedValueType> Wanted { get; } =
        new Dictionary<string, IndexedValueType>(StringComparer.Ordinal)
        {
            [SearchAttributeNames.SagaState] = IndexedValueType.Keyword,
            [SearchAttributeNames.SagaStep] = IndexedValueType.Keyword,
            [SearchAttributeNames.EventId] = IndexedValueType.Keyword,
            [SearchAttributeNames.MoneyAtRisk] = IndexedValueType.Int,
        };

    /// <summary>What a file of that form says.</summary>
    public static IReadOnlyDictionary<string, IndexedValueType> Read(string path) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path))!
            .ToDictionary(entry => entry.Key, entry => Enum.Parse<IndexedValueType>(entry.Value), StringComparer.Ordinal);
}

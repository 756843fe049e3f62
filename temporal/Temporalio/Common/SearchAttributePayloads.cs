using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporalio.Common;

/// <summary>
/// The wire form of search attribute values: plain JSON with the type in the metadata, never encoded by a codec.
/// </summary>
internal static class SearchAttributePayloads
{
    private static readonly ByteString JsonPlain = ByteString.CopyFromUtf8("json/plain");

    /// <summary>Writes a value; null removes the attribute.</summary>
    /// <param name="key">Key.</param>
    /// <param name="value">Value of the key's type, or null.</param>
    /// <returns>The payload.</returns>
    public static Payload Write(SearchAttributeKey key, object? value)
    {
        var json = value is DateTimeOffset time
            ? JsonSerializer.SerializeToUtf8Bytes(time.ToString("o", CultureInfo.InvariantCulture))
            : JsonSerializer.SerializeToUtf8Bytes(value);
        return new Payload
        {
            Data = UnsafeByteOperations.UnsafeWrap(json),
            Metadata =
            {
                ["encoding"] = JsonPlain,
                ["type"] = ByteString.CopyFromUtf8(key.ValueType.ToString()),
            },
        };
    }

    /// <summary>Reads a value.</summary>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="payload">Payload.</param>
    /// <returns>Key and value, or null when the type is unknown or the value empty.</returns>
    public static (SearchAttributeKey Key, object Value)? Read(string name, Payload payload)
    {
        if (!payload.Metadata.TryGetValue("type", out var typeName)
            || !Enum.TryParse<IndexedValueType>(typeName.ToStringUtf8(), out var type)
            || payload.Data.IsEmpty)
        {
            return null;
        }
        using var json = JsonDocument.Parse(payload.Data.Memory);
        return (type, ReadSingle(json.RootElement, type)) switch
        {
            (IndexedValueType.Bool, { ValueKind: JsonValueKind.True or JsonValueKind.False } e) =>
                (SearchAttributeKey.CreateBool(name), e.GetBoolean()),
            (IndexedValueType.Datetime, { ValueKind: JsonValueKind.String } e) =>
                (SearchAttributeKey.CreateDateTimeOffset(name), e.GetDateTimeOffset()),
            (IndexedValueType.Double, { ValueKind: JsonValueKind.Number } e) =>
                (SearchAttributeKey.CreateDouble(name), e.GetDouble()),
            (IndexedValueType.Int, { ValueKind: JsonValueKind.Number } e) =>
                (SearchAttributeKey.CreateLong(name), e.GetInt64()),
            (IndexedValueType.Keyword, { ValueKind: JsonValueKind.String } e) =>
                (SearchAttributeKey.CreateKeyword(name), e.GetString()!),
            (IndexedValueType.Text, { ValueKind: JsonValueKind.String } e) =>
                (SearchAttributeKey.CreateText(name), e.GetString()!),
            (IndexedValueType.KeywordList, { ValueKind: JsonValueKind.Array } e) =>
                (SearchAttributeKey.CreateKeywordList(name),
                    (IReadOnlyCollection<string>)[.. e.EnumerateArray().Select(i => i.GetString() ?? "")]),
            (IndexedValueType.KeywordList, { ValueKind: JsonValueKind.String } e) =>
                (SearchAttributeKey.CreateKeywordList(name), (IReadOnlyCollection<string>)[e.GetString()!]),
            _ => null,
        };
    }

    // Old clients wrote single values as lists of one.
    private static JsonElement ReadSingle(JsonElement value, IndexedValueType type) =>
        type != IndexedValueType.KeywordList && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1
            ? value[0]
            : value;
}

using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporalio.Common;

/// <summary>
/// The wire form of search attribute values: plain JSON with the type in the metadata, never encoded by a codec.
/// </summary>
internal static class SearchAttributePayloads
{
    private static readonly ByteString JsonPlain = ByteString.CopyFromUtf8("json/plain");
    private static readonly ByteString BinaryNull = ByteString.CopyFromUtf8("binary/null");

    // Servers write either name: Keyword, or INDEXED_VALUE_TYPE_KEYWORD.
    private static readonly Dictionary<string, IndexedValueType> Types = Enum.GetValues<IndexedValueType>()
        .SelectMany(t => new[] { (Name: t.ToString(), Type: t), (Name: ProtoName(t), Type: t) })
        .ToDictionary(t => t.Name, t => t.Type);

    /// <summary>Writes a value; null removes the attribute.</summary>
    /// <param name="key">Key.</param>
    /// <param name="value">Value of the key's type, or null.</param>
    /// <returns>The payload.</returns>
    public static Payload Write(SearchAttributeKey key, object? value)
    {
        return new Payload
        {
            Data = value == null
                ? ByteString.Empty
                : UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(value)),
            Metadata =
            {
                ["encoding"] = value == null ? BinaryNull : JsonPlain,
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
            || !Types.TryGetValue(typeName.ToStringUtf8(), out var type)
            || payload.Data.IsEmpty)
        {
            return null;
        }
        using var json = JsonDocument.Parse(payload.Data.Memory);
        return (type, ReadSingle(json.RootElement, type)) switch
        {
            (IndexedValueType.Bool, { ValueKind: JsonValueKind.True or JsonValueKind.False } e) =>
                (SearchAttributeKey.CreateBool(name), e.GetBoolean()),
            (IndexedValueType.Datetime, { ValueKind: JsonValueKind.String } e)
                when e.TryGetDateTimeOffset(out var time) => (SearchAttributeKey.CreateDateTimeOffset(name), time),
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
                    ReadTexts(e)),
            (IndexedValueType.KeywordList, { ValueKind: JsonValueKind.String } e) =>
                (SearchAttributeKey.CreateKeywordList(name), (IReadOnlyCollection<string>)[e.GetString()!]),
            _ => null,
        };
    }

    // Servers and other SDKs leave nulls in lists; they are no keywords.
    private static IReadOnlyCollection<string> ReadTexts(JsonElement list) =>
    [
        .. list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!),
    ];

    private static string ProtoName(IndexedValueType type) =>
        typeof(IndexedValueType).GetField(type.ToString())!.GetCustomAttribute<OriginalNameAttribute>()!.Name;

    // Old clients wrote single values as lists of one.
    private static JsonElement ReadSingle(JsonElement value, IndexedValueType type) =>
        type != IndexedValueType.KeywordList && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1
            ? value[0]
            : value;
}

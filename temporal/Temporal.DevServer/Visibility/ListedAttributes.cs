using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Common.V1;

namespace Temporal.DevServer.Visibility;

/// <summary>
/// How lists show search attributes: as stored values, not as they were sent. A scalar sent as a list of one is a scalar, and
/// times have the shortest form.
/// </summary>
internal static class ListedAttributes
{
    private const string TypeKey = "type";
    private const string Datetime = "Datetime";
    private const string KeywordList = "KeywordList";
    private const long NanosecondsPerTick = 100;

    /// <summary>The attributes of a list entry; null when there are none.</summary>
    public static SearchAttributes? Of(SearchAttributes attributes)
    {
        if (attributes.IndexedFields.Count == 0)
        {
            return null;
        }

        if (!attributes.IndexedFields.Values.Any(NeedsChange))
        {
            return attributes;
        }

        var shown = new SearchAttributes();
        foreach (var (name, payload) in attributes.IndexedFields)
        {
            shown.IndexedFields[name] = NeedsChange(payload) ? Change(payload) : payload;
        }

        return shown;
    }

    private static string TypeOf(Payload payload) =>
        payload.Metadata.TryGetValue(TypeKey, out var type) ? type.ToStringUtf8() : "";

    private static bool NeedsChange(Payload payload)
    {
        var type = TypeOf(payload);
        return type == Datetime || (type != KeywordList && payload.Data.Length > 0 && payload.Data[0] == (byte)'[');
    }

    private static Payload Change(Payload payload)
    {
        using var json = JsonDocument.Parse(payload.Data.Memory);
        var value = json.RootElement;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1)
        {
            value = value[0];
        }

        var text = TypeOf(payload) == Datetime && value.ValueKind == JsonValueKind.String
            && Rfc3339.TryParseNanoseconds(value.GetString()!, out var nanoseconds)
            ? $"\"{Shortest(nanoseconds)}\""
            : value.GetRawText();
        return new Payload { Metadata = { payload.Metadata }, Data = ByteString.CopyFromUtf8(text) };
    }

    private static string Shortest(long nanoseconds) => DateTime.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}

using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>The form of patch markers in history.</summary>
internal static class PatchMarker
{
    public const string Name = "core_patch";

    /// <summary>Search attribute that lists the patches of a run.</summary>
    public const string ChangeVersionAttribute = "TemporalChangeVersion";

    private const string DetailsKey = "patch-data";
    private const string LegacyIdKey = "patch_id";
    private const string LegacyDeprecatedKey = "deprecated";
    private static readonly ByteString JsonPlain = ByteString.CopyFromUtf8("json/plain");

    public static Payloads Write(string patchId, bool deprecated)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["id"] = patchId,
            ["deprecated"] = deprecated,
        });
        var payload = new Payload { Data = ByteString.CopyFrom(json) };
        payload.Metadata.Add("encoding", JsonPlain);
        return new() { Payloads_ = { payload } };
    }

    public static string DetailsKeyName => DetailsKey;

    /// <summary>Reads a marker in the current or in the older form.</summary>
    public static bool TryRead(MarkerRecordedEventAttributes marker, out string patchId, out bool deprecated)
    {
        patchId = string.Empty;
        deprecated = false;
        if (marker.MarkerName != Name)
        {
            return false;
        }
        if (marker.Details.TryGetValue(DetailsKey, out var details))
        {
            using var json = JsonDocument.Parse(details.Payloads_[0].Data.Memory);
            patchId = json.RootElement.GetProperty("id").GetString() ?? string.Empty;
            deprecated = json.RootElement.TryGetProperty("deprecated", out var flag) && flag.GetBoolean();
            return true;
        }
        if (!marker.Details.TryGetValue(LegacyIdKey, out var id))
        {
            return false;
        }
        patchId = id.Payloads_[0].Data.ToStringUtf8();
        deprecated = marker.Details.TryGetValue(LegacyDeprecatedKey, out var legacy) &&
            legacy.Payloads_[0].Data is [not 0, ..];
        return true;
    }
}

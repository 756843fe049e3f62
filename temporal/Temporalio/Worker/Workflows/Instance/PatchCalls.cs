using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Worker.Workflows.Machines;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>
/// Patches. Whether one is active is decided at its first call and kept: live yes; in replay, if history has its
/// marker. The marker is followed by a search attribute that lists all patches of the run, so that operators can find
/// them.
/// </summary>
internal sealed class PatchCalls(WorkflowInstance instance)
{
    private const int MaxAttributeBytes = 2048;

    private readonly Dictionary<string, bool> _decided = [];
    private readonly HashSet<string> _inHistory = [];
    private readonly SortedSet<string> _active = new(StringComparer.Ordinal);

    /// <summary>
    /// Gets or sets a value indicating whether markers of the current task are followed by the search attribute.
    /// </summary>
    public bool UpsertsChangeVersion { get; set; } = true;

    /// <summary>History has the marker of a patch in the part that is about to run.</summary>
    public void Notify(string patchId) => _inHistory.Add(patchId);

    public bool Patch(string patchId, bool deprecated)
    {
        ArgumentException.ThrowIfNullOrEmpty(patchId);
        if (_decided.TryGetValue(patchId, out var active))
        {
            return active;
        }
        active = instance.Run.IsReplaying ? _inHistory.Contains(patchId) : deprecated || MayActivate(patchId);
        _decided[patchId] = active;
        if (active)
        {
            _ = new PatchMachine(instance.Commands, patchId, deprecated);
            UpsertChangeVersion(patchId);
        }
        return active;
    }

    private bool MayActivate(string patchId) =>
        instance.Settings.PatchActivation?.Invoke(new(instance.Run.Info, patchId)) ?? true;

    private void UpsertChangeVersion(string patchId)
    {
        _active.Add(patchId);
        if (!UpsertsChangeVersion)
        {
            return;
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(_active);
        if (json.Length > MaxAttributeBytes)
        {
            return;
        }
        var payload = new Payload { Data = UnsafeByteOperations.UnsafeWrap(json) };
        payload.Metadata.Add("encoding", ByteString.CopyFromUtf8("json/plain"));
        payload.Metadata.Add("type", ByteString.CopyFromUtf8(nameof(IndexedValueType.KeywordList)));
        _ = new UpsertMachine(instance.Commands, new()
        {
            CommandType = CommandType.UpsertWorkflowSearchAttributes,
            UpsertWorkflowSearchAttributesCommandAttributes = new()
            {
                SearchAttributes = new() { IndexedFields = { [PatchMarker.ChangeVersionAttribute] = payload } },
            },
        });
    }
}

using Temporalio.Api.Sdk.V1;

namespace Temporalio.Worker.Workflows.Replay;

/// <summary>
/// Flags in completed tasks that tell which rules the worker followed. Ours are those of the official SDK that describe
/// what this one always does; old histories without a flag are replayed by the old rule where that matters.
/// </summary>
internal sealed class SdkFlags
{
    /// <summary>Activity and child ids and types are compared in replay.</summary>
    private const uint CoreIdChecks = 1;

    /// <summary>A patch marker is followed by the TemporalChangeVersion search attribute.</summary>
    private const uint CorePatchUpserts = 2;

    /// <summary>Of the commands of a task the closing one comes last.</summary>
    private const uint CoreClosingLast = 3;

    /// <summary>The event loop applies all jobs before it runs tasks.</summary>
    private const uint LangModernEventLoop = 2;

    private bool _anySeen;
    private bool _ownWritten;

    /// <summary>
    /// Gets a value indicating whether history says that patch markers are followed by the search attribute.
    /// </summary>
    public bool PatchUpserts { get; private set; }

    public void Read(WorkflowTaskCompletedMetadata? metadata)
    {
        if (metadata == null)
        {
            return;
        }
        _anySeen |= metadata.CoreUsedFlags.Count > 0;
        _ownWritten |= metadata.SdkName == SdkIdentity.Name;
        PatchUpserts |= metadata.CoreUsedFlags.Contains(CorePatchUpserts);
    }

    /// <summary>Flags that history does not have yet.</summary>
    public WorkflowTaskCompletedMetadata Write()
    {
        var metadata = new WorkflowTaskCompletedMetadata();
        if (!_anySeen)
        {
            metadata.CoreUsedFlags.AddRange([CoreIdChecks, CorePatchUpserts, CoreClosingLast]);
            metadata.LangUsedFlags.Add(LangModernEventLoop);
        }
        if (!_ownWritten)
        {
            metadata.SdkName = SdkIdentity.Name;
            metadata.SdkVersion = SdkIdentity.Version;
        }
        return metadata;
    }
}

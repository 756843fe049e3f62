using System.Text;

namespace Temporalio.Workflows;

/// <summary>The update that the current handler or validator works on.</summary>
/// <param name="Id">Update id.</param>
/// <param name="Name">Update name.</param>
public record WorkflowUpdateInfo(string Id, string Name)
{
    private static readonly AsyncLocal<WorkflowUpdateInfo?> CurrentLocal = new();

    /// <summary>Gets or sets the update of the current asynchronous flow.</summary>
    internal static WorkflowUpdateInfo? Current
    {
        get => CurrentLocal.Value;
        set => CurrentLocal.Value = value;
    }
}

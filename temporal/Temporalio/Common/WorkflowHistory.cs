using Google.Protobuf;
using Temporalio.Api.History.V1;

namespace Temporalio.Common;

/// <summary>History of a workflow run.</summary>
/// <param name="Id">Workflow id.</param>
/// <param name="Events">Events in order.</param>
public record WorkflowHistory(string Id, IReadOnlyCollection<HistoryEvent> Events)
{
    /// <summary>Reads a history from the JSON that the user interface and the command line tool export.</summary>
    /// <param name="workflowId">Workflow id.</param>
    /// <param name="json">JSON with enum values as the protocol names them or as the tools shorten them.</param>
    /// <returns>The history.</returns>
    public static WorkflowHistory FromJson(string workflowId, string json) =>
        new(workflowId, WorkflowHistoryJson.Parse(json).Events);

    /// <summary>Writes the history as JSON.</summary>
    /// <returns>JSON.</returns>
    public string ToJson() => JsonFormatter.Default.Format(ToProto());

    /// <summary>Writes the history as JSON.</summary>
    /// <param name="writer">Target.</param>
    public void ToJson(TextWriter writer) => JsonFormatter.Default.Format(ToProto(), writer);

    private History ToProto() => new() { Events = { Events } };
}

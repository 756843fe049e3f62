using System.Runtime.CompilerServices;
using System.Text.Json;
using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Tests.Worker.Transcripts;

/// <summary>
/// What a real server and an official worker said to each other about workflow tasks, call by call (<c>recordings/</c>). Left
/// out are the calls of clients and of activities, and the recordings in which several versions of one workflow, local
/// activities, or a worker played by hand take part.
/// </summary>
internal sealed class Transcript
{
    private Transcript(JsonElement root)
    {
        foreach (var call in root.GetProperty("calls").EnumerateArray())
        {
            var request = call.GetProperty("request");
            var response = call.TryGetProperty("response", out var answer) ? answer : default;
            Add(call.GetProperty("method").GetString()!, request, response);
        }
    }

    public static IEnumerable<string> Names => Directory.GetFiles(Folder(), "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file))
        .Order(StringComparer.Ordinal);

    /// <summary>Gets the queue that tasks without a cached workflow came from.</summary>
    public string Queue { get; private set; } = string.Empty;

    /// <summary>Gets the tasks that the worker polled, in the order it got them.</summary>
    public List<PollWorkflowTaskQueueResponse> Tasks { get; } = [];

    /// <summary>Gets the worker's answers by task token, with the server's.</summary>
    public Dictionary<string, (RespondWorkflowTaskCompletedRequest Said, RespondWorkflowTaskCompletedResponse Answer)>
        Completed { get; } = [];

    /// <summary>Gets the worker's reports of failure by task token.</summary>
    public Dictionary<string, RespondWorkflowTaskFailedRequest> Failed { get; } = [];

    /// <summary>Gets the answers to queries by task token.</summary>
    public Dictionary<string, RespondQueryTaskCompletedRequest> Queries { get; } = [];

    /// <summary>Gets pages of histories by the token that asked for them.</summary>
    public Dictionary<string, GetWorkflowExecutionHistoryResponse> Pages { get; } = [];

    public static Transcript Load(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), $"{name}.json")));
        return new(document.RootElement);
    }

    private void Add(string method, JsonElement request, JsonElement response)
    {
        switch (method)
        {
            case "PollWorkflowTaskQueue":
                Tasks.Add(RecordedMessage.Read<PollWorkflowTaskQueueResponse>(response));
                var queue = request.GetProperty("taskQueue");
                Queue = queue.TryGetProperty("normalName", out var normal)
                    ? normal.GetString()! : queue.GetProperty("name").GetString()!;
                break;
            case "RespondWorkflowTaskCompleted":
                var said = RecordedMessage.Read<RespondWorkflowTaskCompletedRequest>(request);
                Completed[said.TaskToken.ToBase64()] = (said, response.ValueKind == JsonValueKind.Undefined
                    ? new() : RecordedMessage.Read<RespondWorkflowTaskCompletedResponse>(response));
                break;
            case "RespondWorkflowTaskFailed":
                var failed = RecordedMessage.Read<RespondWorkflowTaskFailedRequest>(request);
                Failed[failed.TaskToken.ToBase64()] = failed;
                break;
            case "RespondQueryTaskCompleted":
                var query = RecordedMessage.Read<RespondQueryTaskCompletedRequest>(request);
                Queries[query.TaskToken.ToBase64()] = query;
                break;
            case "GetWorkflowExecutionHistory":
                Pages[request.GetProperty("nextPageToken").GetString()!] =
                    RecordedMessage.Read<GetWorkflowExecutionHistoryResponse>(response);
                break;
        }
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "recordings");
}

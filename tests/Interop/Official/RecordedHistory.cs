using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sagas.Harness;
using Temporalio.Client;

namespace Interop.Official;

/// <summary>
/// What Temporal recorded of a booking's workflow, as lines in which two bookings of the same kind are equal, whatever worker
/// carried them out: payloads are readable; ids, times and names of workers are left out, and so are workflow tasks, whose
/// number depends on how fast things are.
/// </summary>
internal static partial class RecordedHistory
{
    private static readonly JsonSerializerOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] _passing =
    [
        "eventId", "eventTime", "taskId", "identity", "requestId", "workerVersion", "workflowTaskCompletedEventId",
        "scheduledEventId", "startedEventId", "originalExecutionRunId", "firstExecutionRunId", "runId", "activityId",
        "acceptedRequestSequencingEventId", "protocolInstanceId", "acceptedRequestMessageId", "acceptedEventId", "updateId",
        "workflowTaskTimeout", "timerId", "stackTrace",
    ];

    public static async Task<IReadOnlyList<string>> OfAsync(RunningSystem system, Booking booking)
    {
        var client = await TemporalClient.ConnectAsync(new(system.Urls.Temporal));
        var handle = client.GetWorkflowHandle("booking-" + booking.Id);
        await handle.GetResultAsync();
        var events = JsonNode.Parse((await handle.FetchHistoryAsync()).ToJson())!["events"]!.AsArray();
        return [.. events.Where(IsLasting).Select(Text)];
    }

    private static bool IsLasting(JsonNode? historyEvent) =>
        !historyEvent!["eventType"]!.GetValue<string>().Contains("WORKFLOW_TASK", StringComparison.Ordinal);

    private static string Text(JsonNode? historyEvent) =>
        PassingText().Replace(Lasting(historyEvent!)!.ToJsonString(_readable), "…");

    private static JsonNode? Lasting(JsonNode? node) => node switch
    {
        JsonObject { Count: 2 } payload when payload["data"] is { } data && payload["metadata"] is not null =>
            JsonValue.Create(Encoding.UTF8.GetString(Convert.FromBase64String(data.GetValue<string>()))),
        JsonObject members => new JsonObject(members.Where(member => !_passing.Contains(member.Key))
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Lasting(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Lasting)]),
        _ => node?.DeepClone(),
    };

    /// <summary>
    /// Ids of bookings, events, payments and mails; moments; codes of tickets; the activation in which a local activity ended, which
    /// the official worker was seen to count otherwise after it had replayed.
    /// </summary>
    [GeneratedRegex(
        """
        bk_[0-9a-f]+ | \b(ours|official)\b | \b(pi|ch|re|pm|msg)_\w+ | \d{4}-\d\d-\d\dT[0-9:.]+(Z|\+00:00)
        | \b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b | (?<="MailId\\*":\\*")\w+ | (?<="(seconds|nanos|activation_index)\\*":)\d+
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex PassingText();
}

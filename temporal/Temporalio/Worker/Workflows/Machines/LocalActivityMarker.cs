using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>The form of local activity markers in history.</summary>
internal sealed record LocalActivityMarker
{
    public const string Name = "core_local_activity";

    /// <summary>Key of the marker's own data.</summary>
    public const string DataKey = "data";

    /// <summary>Key of the result.</summary>
    public const string ResultKey = "result";

    private static readonly ByteString JsonPlain = ByteString.CopyFromUtf8("json/plain");

    [JsonPropertyName("seq")]
    public int Seq { get; init; }

    [JsonPropertyName("attempt")]
    public int Attempt { get; init; }

    [JsonPropertyName("activity_id")]
    public string ActivityId { get; init; } = string.Empty;

    [JsonPropertyName("activity_type")]
    public string ActivityType { get; init; } = string.Empty;

    [JsonPropertyName("complete_time")]
    public Instant? CompleteTime { get; init; }

    [JsonPropertyName("backoff")]
    public Instant? Backoff { get; init; }

    [JsonPropertyName("original_schedule_time")]
    public Instant? OriginalScheduleTime { get; init; }

    /// <summary>
    /// Which activation of its workflow task told the workflow of the end, the first being 0; null in the markers of older workers.
    /// </summary>
    [JsonPropertyName("activation_index")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ActivationIndex { get; init; }

    public static LocalActivityMarker Read(MarkerRecordedEventAttributes marker) =>
        JsonSerializer.Deserialize<LocalActivityMarker>(marker.Details[DataKey].Payloads_[0].Data.Span) ??
        throw new InvalidOperationException("Local activity marker without data");

    public Payloads Write()
    {
        var payload = new Payload { Data = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(this)) };
        payload.Metadata.Add("encoding", JsonPlain);
        return new() { Payloads_ = { payload } };
    }

    /// <summary>Seconds and nanoseconds, of a time or of a duration; not the protobuf JSON form.</summary>
    internal sealed record Instant
    {
        [JsonPropertyName("seconds")]
        public long Seconds { get; init; }

        [JsonPropertyName("nanos")]
        public int Nanos { get; init; }

        public static Instant Of(DateTime time)
        {
            var stamp = Timestamp.FromDateTime(time);
            return new() { Seconds = stamp.Seconds, Nanos = stamp.Nanos };
        }

        public static Instant Of(TimeSpan span)
        {
            var duration = Duration.FromTimeSpan(span);
            return new() { Seconds = duration.Seconds, Nanos = duration.Nanos };
        }

        public DateTime ToTime() => new Timestamp { Seconds = Seconds, Nanos = Nanos }.ToDateTime();

        public TimeSpan ToSpan() => new Duration { Seconds = Seconds, Nanos = Nanos }.ToTimeSpan();
    }
}

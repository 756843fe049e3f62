using System.Text.Json.Serialization;
using Sagas.Api.Json;

namespace Sagas.Api.Problems;

/// <summary>An RFC 9457 problem. Extensions that do not apply are left out.</summary>
public sealed record Problem
{
    /// <summary>A stable URI of the kind of problem.</summary>
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    /// <summary>This case, in words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    /// <summary>What is wrong with each field of the request, all at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The booking that this is about, when there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BookingId { get; init; }

    /// <summary>The seats that are taken or unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Seats { get; init; }

    /// <summary>Why the card was declined, in the payment provider's words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeclineCode { get; init; }

    /// <summary>Finds this answer in our logs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }

    [JsonIgnore]
    internal string? Location { get; init; }

    [JsonIgnore]
    internal int? RetryAfterSeconds { get; init; }

    internal static Problem Of(ProblemType type, string? detail = null) => new()
    {
        Type = type.Uri,
        Title = type.Title,
        Status = type.Status,
        Detail = detail,
    };

    internal async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        var told = this with { TraceId = context.TraceIdentifier };
        await response.WriteAsJsonAsync(
            told, ApiJson.Default.Problem, "application/problem+json", context.RequestAborted);
    }
}

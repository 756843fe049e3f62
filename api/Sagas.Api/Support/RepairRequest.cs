using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sagas.Api.Bookings;
using Sagas.Api.Requests;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Support;

/// <summary>Asks to try the stuck step again.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RetryRequest
{
    [MinLength(1), MaxLength(RepairReading.ReasonLengthMax)]
    public required string Reason { get; init; }

    [EmailAddress, MaxLength(Customer.EmailLengthMax)]
    [Description("A corrected address for the tickets.")]
    public string? Email { get; init; }

    [Description("The case that was looked at; without it the present one is meant.")]
    public int? Case { get; init; }
}

/// <summary>Asks to undo the booking.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CompensateRequest
{
    [MinLength(1), MaxLength(RepairReading.ReasonLengthMax)]
    public required string Reason { get; init; }

    [Description("The case that was looked at; without it the present one is meant.")]
    public int? Case { get; init; }
}

internal static class RepairReading
{
    public const int ReasonLengthMax = 1000;

    public static RetryRequest ReadRetry(JsonElement body)
    {
        var faults = new FaultList();
        var reader = new ObjectReader(body, "", faults, "reason", "email", "case");
        var email = BookingRequest.ReadEmail(reader, required: false);
        var request = new RetryRequest
        {
            Reason = reader.Text("reason", ReasonLengthMax).Trim(),
            Email = email.Length > 0 ? email : null,
            Case = reader.Number("case"),
        };
        return faults.Any ? throw JsonBody.Invalid(faults) : request;
    }

    public static CompensateRequest ReadCompensate(JsonElement body)
    {
        var faults = new FaultList();
        var reader = new ObjectReader(body, "", faults, "reason", "case");
        var request = new CompensateRequest
        {
            Reason = reader.Text("reason", ReasonLengthMax).Trim(),
            Case = reader.Number("case"),
        };
        return faults.Any ? throw JsonBody.Invalid(faults) : request;
    }
}

using System.Text.Json;

namespace Sagas.Harness;

/// <summary>A booking as the API shows it, and what tests ask of it.</summary>
public sealed class Booking(JsonElement json)
{
    public string Id => Text("id")!;

    public string Status => Text("status")!;

    public string? Reason => Text("reason");

    public string? ReasonDetail => Text("reasonDetail");

    public IReadOnlyList<string> Tickets =>
        [.. json.GetProperty("tickets").EnumerateArray().Select(ticket => ticket.GetProperty("code").GetString()!)];

    /// <summary>Steps as <c>name outcome</c>, in order; compensations with <c>undo</c> before them.</summary>
    public IReadOnlyList<string> Steps => [.. json.GetProperty("steps").EnumerateArray().Select(Describe)];

    /// <summary>Names of the compensations that were done, in order.</summary>
    public IReadOnlyList<string> Compensations =>
    [
        .. json.GetProperty("steps").EnumerateArray()
            .Where(step => step.GetProperty("kind").GetString() == "compensation")
            .Where(step => step.GetProperty("outcome").GetString() == "done")
            .Select(step => step.GetProperty("name").GetString()!),
    ];

    /// <summary>The saga has nothing left to do: the status is final before the tickets or the notice are sent.</summary>
    public bool IsFinal => !Steps.Any(step => step.EndsWith(" running", StringComparison.Ordinal))
        && (Status is "rejected" or "cancelled"
            || (Status == "confirmed" && Steps.Any(step => step is "deliver-tickets done" or "deliver-tickets accepted")));

    /// <summary>Where the customer is to be sent; null: nowhere.</summary>
    public string? NextUrl => json.TryGetProperty("nextAction", out var action) && action.ValueKind == JsonValueKind.Object
        ? action.GetProperty("url").GetString()
        : null;

    /// <summary>Attempts of the named action.</summary>
    public int Attempts(string step) => json.GetProperty("steps").EnumerateArray()
        .Single(item => item.GetProperty("name").GetString() == step).GetProperty("attempts").GetInt32();

    public override string ToString() => json.GetRawText();

    private static string Describe(JsonElement step) =>
        (step.GetProperty("kind").GetString() == "compensation" ? "undo " : "")
        + $"{step.GetProperty("name").GetString()} {step.GetProperty("outcome").GetString()}";

    private string? Text(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

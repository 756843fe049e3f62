using System.Text.Json;

namespace Sandbox.Hosting.Faults;

/// <summary>What goes wrong, for which operation and how often.</summary>
/// <param name="Operation">The operation's name, or <c>*</c>.</param>
/// <param name="Times">How many more calls it strikes.</param>
/// <param name="Status">The answer's HTTP status; null leaves the answer as it is.</param>
/// <param name="Body">The answer's body as JSON; null takes the provider's usual one for the status.</param>
/// <param name="Work">Whether the work is done before the false answer is given or the connection dropped.</param>
/// <param name="Stored">Whether the false answer is kept under the call's idempotency key.</param>
/// <param name="Drop">Whether the connection is dropped in place of an answer.</param>
/// <param name="Delay">Waited before the work.</param>
/// <param name="DelayAfter">Waited between the work and the answer.</param>
/// <param name="Match">Strikes only calls that carry this text in a key, a value or the object concerned.</param>
public sealed record FaultRule(
    string Operation,
    int Times,
    int? Status,
    string? Body,
    bool Work,
    bool Stored,
    bool Drop,
    TimeSpan Delay,
    TimeSpan DelayAfter,
    string? Match)
{
    private const int TimesMax = 1_000_000;
    private const int DelayMsMax = 600_000;

    /// <summary>Reads a rule; all faults at once.</summary>
    public static FaultRule? Read(JsonElement json, IReadOnlyCollection<string> operations, out string faults)
    {
        var reader = new RuleReader(json);
        var operation = reader.Text("operation") ?? "";
        if (operation != "*" && !operations.Contains(operation))
        {
            reader.Faults.Add($"operation must be * or one of: {string.Join(", ", operations)}");
        }

        var status = reader.Number("status", 200, 599);
        var drop = reader.Flag("drop") ?? false;
        var rule = new FaultRule(
            operation,
            reader.Number("times", 1, TimesMax) ?? 1,
            status,
            reader.Raw("body"),
            reader.Flag("work") ?? status is null,
            reader.Flag("stored") ?? false,
            drop,
            TimeSpan.FromMilliseconds(reader.Number("delayMs", 0, DelayMsMax) ?? 0),
            TimeSpan.FromMilliseconds(reader.Number("delayAfterMs", 0, DelayMsMax) ?? 0),
            reader.Text("match"));
        reader.RefuseOthers();
        if (drop && status is not null)
        {
            reader.Faults.Add("drop and status exclude each other: a dropped connection has no status");
        }

        faults = string.Join("; ", reader.Faults);
        return reader.Faults.Count == 0 ? rule : null;
    }
}

namespace Sagas.Storage.Invariants;

/// <summary>A rule that the database breaks, about what, and how; written for people.</summary>
public sealed record Violation(string Rule, string Subject, string Explanation)
{
    /// <inheritdoc />
    public override string ToString() => $"[{Rule}] {Subject}: {Explanation}";
}

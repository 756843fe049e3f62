namespace Architecture.Dependencies;

/// <summary>The two bounded contexts meet only in Contracts.</summary>
internal static class Contexts
{
    private static readonly string[] _all = ["Events", "Bookings"];

    /// <summary>Uses of one context by the other. A context is the first of the two names in a namespace.</summary>
    public static IEnumerable<string> Breaches(IEnumerable<(string From, string To)> uses) =>
        from use in uses
        let mine = ContextOf(use.From)
        let theirs = ContextOf(use.To)
        where mine is not null && theirs is not null && mine != theirs
            && !use.To.StartsWith("Sagas.Contracts.", StringComparison.Ordinal)
        select $"{use.From} ({mine}) must not use {use.To} ({theirs}); let them meet in Sagas.Contracts";

    private static string? ContextOf(string type) =>
        type.StartsWith("Sagas.", StringComparison.Ordinal) || type.StartsWith("Architecture.", StringComparison.Ordinal)
            ? type.Split('.')[..^1].FirstOrDefault(_all.Contains)
            : null;
}

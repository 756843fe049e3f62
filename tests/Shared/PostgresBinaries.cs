namespace Sagas.TestSupport;

/// <summary>Where this machine's PostgreSQL server is: in PATH, or where Debian puts it.</summary>
public static class PostgresBinaries
{
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>The folder with <c>initdb</c> and <c>postgres</c>; null when there is none.</summary>
    public static string? Folder { get; } = Candidates().FirstOrDefault(HasServer);

    /// <summary>True in a CI run, where a missing PostgreSQL fails the tests instead of skipping them.</summary>
    public static bool IsCi { get; } =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why a test that needs PostgreSQL is skipped; null when it runs.</summary>
    public static string? SkipReason { get; } = Folder is null && !IsCi
        ? "PostgreSQL is not installed (no initdb in PATH or /usr/lib/postgresql); install the package 'postgresql'."
        : null;

    private static IEnumerable<string> Candidates()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (var folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return folder;
        }

        if (!Directory.Exists(DebianRoot))
        {
            yield break;
        }

        var versions = Directory.GetDirectories(DebianRoot)
            .OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0);
        foreach (var version in versions)
        {
            yield return Path.Combine(version, "bin");
        }
    }

    private static bool HasServer(string folder) =>
        File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));
}

/// <summary>A test that needs PostgreSQL: skipped with one line when it is missing, failing when <c>CI=true</c>.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    /// <summary>Reads whether PostgreSQL is here.</summary>
    public PostgresFactAttribute() => Skip = PostgresBinaries.SkipReason;
}

/// <summary>Like <see cref="PostgresFactAttribute"/>, for theories.</summary>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    /// <summary>Reads whether PostgreSQL is here.</summary>
    public PostgresTheoryAttribute() => Skip = PostgresBinaries.SkipReason;
}

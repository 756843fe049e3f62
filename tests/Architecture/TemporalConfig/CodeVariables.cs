namespace Architecture.TemporalConfig;

/// <summary>The variables that our processes read, by the code that reads them.</summary>
internal static class CodeVariables
{
    private static readonly string[] _rooms = ["api", "workers", "local"];

    private static readonly Lazy<string> _code = new(() => string.Concat(_rooms
        .SelectMany(room => Directory.EnumerateFiles(Path.Combine(Repository.Root, room), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
        .Select(File.ReadAllText)));

    public static bool AreRead(string name) => _code.Value.Contains($"\"{name}\"", StringComparison.Ordinal);
}

using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Sagas.Storage;

/// <summary>One embedded SQL script; names sort in the order of application, programs last.</summary>
internal sealed record MigrationScript(string Name, string Sql)
{
    private const string Programs = "Programs/";

    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    public static bool IsProgramName(string name) => name.StartsWith(Programs, StringComparison.Ordinal);

    /// <summary>A program is needed again when its text, or any program before it that it may build on, changed.</summary>
    public bool IsNeeded(IReadOnlyDictionary<string, string> applied) =>
        !applied.TryGetValue(Name, out var checksum) || checksum != Checksum;

    public static IReadOnlyList<MigrationScript> LoadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .OrderBy(IsProgramName)
            .ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => new MigrationScript(name, Read(assembly, name)))
            .ToList();
    }

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new MigrationException($"The script '{name}' is missing from this build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

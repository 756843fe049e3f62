using System.Text;
using System.Text.RegularExpressions;

namespace Sagas.Harness;

/// <summary>What must stand in no log, whatever happened: addresses, keys, and what a payment is made with.</summary>
public static partial class Secrecy
{
    private const int ShownMax = 300;

    /// <summary>Every line of a part's log that tells a secret; empty = none.</summary>
    public static IReadOnlyList<string> Check(RunningSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return
        [
            .. Directory.GetFiles(Path.Combine(system.State, "logs")).SelectMany(file => Lines(file)
                .Where(line => IsSecret(line, system.Keys))
                .Select(line => $"{Path.GetFileName(file)} tells a secret: {line[..Math.Min(line.Length, ShownMax)]}")),
        ];
    }

    private static bool IsSecret(string line, UpKeys keys) =>
        line.Contains(keys.Client, StringComparison.Ordinal)
        || line.Contains(keys.Support, StringComparison.Ordinal)
        || line.Contains("pm_card_", StringComparison.Ordinal)
        || line.Contains("/3d_secure/", StringComparison.Ordinal)
        || line.Contains("_secret_", StringComparison.Ordinal)
        || Address().IsMatch(line);

    private static IEnumerable<string> Lines(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>As in JSON too, where the sign may be escaped.</summary>
    [GeneratedRegex(@"[\w.+-]+(@|\\u0040)[\w-]+\.\w")]
    private static partial Regex Address();
}

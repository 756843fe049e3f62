namespace Temporalio.Tests.Surface;

/// <summary>A type of the official surface.</summary>
/// <param name="Namespace">Namespace.</param>
/// <param name="Header">Kind and name.</param>
/// <param name="Name">Name, with outer types.</param>
/// <param name="Members">Lines of the members.</param>
internal sealed record OfficialType(string Namespace, string Header, string Name, List<string> Members);

/// <summary>Reads the list of the official surface.</summary>
internal static class OfficialSurface
{
    public static IReadOnlyList<OfficialType> Read()
    {
        List<OfficialType> types = [];
        var ns = string.Empty;
        var path = Path.Combine(AppContext.BaseDirectory, "Surface", "temporalio-public-api.txt");
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                ns = line[3..].Trim();
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                types[^1].Members.Add(line.Trim());
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                var header = line.Split(" : ")[0].Trim();
                var start = header.IndexOf(header.Split(' ').First(IsName), StringComparison.Ordinal);
                types.Add(new(ns, header, header[start..], []));
            }
        }
        return types;
    }

    private static bool IsName(string word) =>
        word is not ("class" or "record" or "interface" or "enum" or "sealed" or "static" or "abstract");
}

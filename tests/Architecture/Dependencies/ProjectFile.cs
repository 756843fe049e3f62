using System.Xml.Linq;

namespace Architecture.Dependencies;

/// <summary>Reads a project file's references.</summary>
internal static class ProjectFile
{
    /// <summary>Names of the projects of ours that it refers to.</summary>
    public static IReadOnlyList<string> References(string xml) =>
    [
        .. XDocument.Parse(xml).Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "TemporalReference")
            .Select(element => element.Attribute("Include")?.Value).OfType<string>()
            .Select(include => Path.GetFileNameWithoutExtension(Strip(include))),
    ];

    private static string Strip(string include) => include.Replace('\\', '/') is var path
        && path.EndsWith(".csproj", StringComparison.Ordinal) ? path : path + ".csproj";
}

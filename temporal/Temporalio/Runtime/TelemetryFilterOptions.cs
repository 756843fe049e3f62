using Microsoft.Extensions.Logging;

namespace Temporalio.Runtime;

/// <summary>Says from which level on log lines are forwarded.</summary>
public class TelemetryFilterOptions : ICloneable
{
    /// <summary>Parts of the official SDK, by the names under which its filters know them.</summary>
    private static readonly string[] Parts =
        ["temporalio_common", "temporalio_sdk_core", "temporalio_client", "temporalio_sdk"];

    /// <summary>Creates the options.</summary>
    /// <param name="filterString">Text of the filter.</param>
    public TelemetryFilterOptions(string filterString) => FilterString = filterString;

    /// <summary>Creates the options.</summary>
    /// <param name="core">Level for lines of this library.</param>
    /// <param name="other">Level for lines of others; there are none here.</param>
    public TelemetryFilterOptions(Level core = Level.Warn, Level other = Level.Error) => FilterString =
        string.Join(',', Parts.Select(part => $"{part}={TextOf(core)}").Prepend(TextOf(other)));

    /// <summary>A level.</summary>
    public enum Level
    {
        /// <summary>Everything.</summary>
        Trace = 0,

        /// <summary>Details for debugging and above.</summary>
        Debug = 1,

        /// <summary>Information and above.</summary>
        Info = 2,

        /// <summary>Warnings and above.</summary>
        Warn = 3,

        /// <summary>Errors only.</summary>
        Error = 4,
    }

    /// <summary>
    /// Text of the filter: levels with commas between, each alone or as <c>part=level</c>. The first that names a part
    /// of the library counts, else the one alone.
    /// </summary>
    /// <value>What the constructor was given.</value>
    public string? FilterString { get; set; }

    /// <summary>Makes a shallow copy.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone() => MemberwiseClone();

    /// <summary>The lowest level that passes; errors only when the text says nothing that is understood.</summary>
    internal LogLevel MinimumLevel()
    {
        var minimum = LogLevel.Error;
        foreach (var directive in (FilterString ?? string.Empty).Split(',', StringSplitOptions.TrimEntries))
        {
            var (part, text) = directive.Split('=') is [var name, var level] ? (name, level) : (null, directive);
            if (!Enum.TryParse<Level>(text, ignoreCase: true, out var parsed))
            {
                continue;
            }
            minimum = (LogLevel)parsed;
            if (part != null && Parts.Contains(part))
            {
                return minimum;
            }
        }
        return minimum;
    }

    private static string TextOf(Level level) => level.ToString().ToUpperInvariant();
}

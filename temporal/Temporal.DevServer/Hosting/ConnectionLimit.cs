using System.Globalization;

namespace Temporal.DevServer.Hosting;

/// <summary>
/// How many connections a port takes. A process without a free file descriptor cannot reach its database and may even die, so
/// each of the three ports takes a quarter of them at most; who comes later is turned away, who is there stays.
/// </summary>
internal static class ConnectionLimit
{
    private const long Max = 8_192;
    private const int PartOfDescriptors = 4;
    private const string LimitsOfProcess = "/proc/self/limits";
    private const string Descriptors = "Max open files";

    /// <summary>Connections of one port.</summary>
    public static long PerPort { get; } = Of(File.Exists(LimitsOfProcess) ? File.ReadLines(LimitsOfProcess) : []);

    /// <summary>The same from the limits of a process as Linux tells them; elsewhere there are none.</summary>
    public static long Of(IEnumerable<string> limits)
    {
        var soft = limits.FirstOrDefault(line => line.StartsWith(Descriptors, StringComparison.Ordinal))?
            [Descriptors.Length..].TrimStart().Split(' ')[0];
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptors)
            ? Math.Min(Max, descriptors / PartOfDescriptors)
            : Max;
    }
}

using System.Globalization;
using Sagas.Local.State;

namespace Sagas.Local.Up;

/// <summary>
/// How the runtime of each part uses threads and memory, as environment variables that .NET reads. Its own choices suit one process
/// per machine; here six share the processors, and most of what they do is a hand-over: something arrives, a little is done,
/// something is sent. Each thread woken for nothing then costs more than the work. A variable that is set already stays as it is.
/// </summary>
/// <remarks>
/// Not among them: DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS. It saves a tenth of a lone booking's time, but after some malformed
/// requests the API was seen to answer nobody for twenty seconds, the thread that served its sockets being in a blocking wait.
/// </remarks>
internal static class RuntimeSettings
{
    /// <summary>Threads that the pool begins with, as hexadecimal; it grows when they block or do not keep up.</summary>
    public const string PoolThreads = "DOTNET_ThreadPool_ForceMinWorkerThreads";

    /// <summary>Keeps the pool from trying more threads to see whether more gets done: with more than are needed, each piece of work wakes one.</summary>
    public const string NoHillClimbing = "DOTNET_HillClimbing_Disable";

    /// <summary>Bytes that are allocated between two collections, as hexadecimal.</summary>
    public const string YoungBytes = "DOTNET_GCgen0size";

    /// <summary>64 MB. The runtime's own choice collects oftener, with more of it still in use: 5 % fewer bookings per second.</summary>
    private const string BusyYoungBytes = "4000000";

    /// <summary>Temporal and worker are at work at once, and do most of it.</summary>
    private const int BusyParts = 2;

    /// <summary>The variables for a part on a machine with so many processors.</summary>
    public static IReadOnlyDictionary<string, string> For(string role, int processors)
    {
        var variables = new Dictionary<string, string>
        {
            [PoolThreads] = Math.Max(2, processors / BusyParts).ToString("x", CultureInfo.InvariantCulture),
            [NoHillClimbing] = "1",
        };
        if (role is Roles.Temporal or Roles.Worker)
        {
            variables[YoungBytes] = BusyYoungBytes;
        }

        return variables;
    }
}

using System.Globalization;

namespace Sagas.Local.Up;

/// <summary>
/// Threads that the pool of a part begins with; it grows when they block or do not keep up. The runtime's own choice, one per
/// processor for each process, makes each piece of work wake a second thread that finds nothing to do: on two processors a
/// tenth of the CPU of a booking that is alone.
/// </summary>
internal static class PoolThreads
{
    /// <summary>Read by .NET, as hexadecimal.</summary>
    public const string Variable = "DOTNET_ThreadPool_ForceMinWorkerThreads";

    /// <summary>Temporal, worker, API and sandboxes are at work at once.</summary>
    private const int BusyParts = 4;

    /// <summary>A share of the processors, at least one.</summary>
    public static string Of(int processors) =>
        Math.Max(1, processors / BusyParts).ToString("x", CultureInfo.InvariantCulture);
}

namespace Sagas.Local.Bench;

/// <param name="Concurrency">One run each.</param>
/// <param name="Count">Bookings per run; null: a number that takes some seconds.</param>
/// <param name="Baseline">Whether to run the plain code too.</param>
/// <param name="WarmUp">Bookings before the first run; null: as many as the runtime needs to compile what is hot.</param>
internal sealed record BenchOptions(
    string? State, IReadOnlyList<int> Concurrency, int? Count, string? JsonFile, bool Baseline, int? WarmUp)
{
    public const int CountMax = 1_000_000;
    public const int ConcurrencyMax = 1024;

    private const int CountAlone = 300;
    private const int CountTogether = 2_000;

    /// <summary>Until the runtime has seen what is hot and compiled that anew, a booking costs up to twice as much.</summary>
    private const int WarmUpMax = 2_000;

    private const int WarmUpPerMeasured = 5;
    private const int RunInMax = 100;
    private const int RunInShare = 2;

    public int CountAt(int concurrency) => Count ?? (concurrency == 1 ? CountAlone : CountTogether);

    /// <summary>Bookings before the first run, at the given concurrency.</summary>
    public int WarmUpAt(int concurrency) => WarmUp ?? Math.Min(WarmUpMax, WarmUpPerMeasured * CountAt(concurrency));

    /// <summary>Unmeasured bookings at the head of a run: another concurrency keeps other paths hot.</summary>
    public int RunInAt(int concurrency) => WarmUp == 0 ? 0 : Math.Min(RunInMax, CountAt(concurrency) / RunInShare);
}

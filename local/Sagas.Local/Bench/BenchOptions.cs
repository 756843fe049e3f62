namespace Sagas.Local.Bench;

/// <param name="Concurrency">One run each.</param>
/// <param name="Count">Bookings per run; null: a number that takes some seconds.</param>
/// <param name="Baseline">Whether to run the plain code too.</param>
internal sealed record BenchOptions(
    string? State, IReadOnlyList<int> Concurrency, int? Count, string? JsonFile, bool Baseline)
{
    public const int CountMax = 1_000_000;
    public const int ConcurrencyMax = 1024;

    private const int CountAlone = 300;
    private const int CountTogether = 2_000;

    public int CountAt(int concurrency) => Count ?? (concurrency == 1 ? CountAlone : CountTogether);
}

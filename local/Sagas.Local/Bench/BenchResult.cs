namespace Sagas.Local.Bench;

/// <summary>One run, as it goes into the JSON file. The baseline's fields are null when it was not run.</summary>
internal sealed record BenchResult
{
    public required int Concurrency { get; init; }

    public required int Bookings { get; init; }

    public required int Wrong { get; init; }

    public required double SagasPerSecond { get; init; }

    public required double P50Ms { get; init; }

    public required double P95Ms { get; init; }

    public required double P99Ms { get; init; }

    public required double CommitsPerSaga { get; init; }

    /// <summary>Over all processes of the system, PostgreSQL too, without the load generator.</summary>
    public required double CpuMsPerSaga { get; init; }

    public required IReadOnlyDictionary<string, double> CpuMsPerSagaByProcess { get; init; }

    public required double AllocatedKbPerSaga { get; init; }

    public required IReadOnlyDictionary<string, double> AllocatedKbPerSagaByProcess { get; init; }

    public double? BaselinePerSecond { get; init; }

    public double? BaselineP50Ms { get; init; }

    /// <summary>Sagas per second in hundredths of the plain code's.</summary>
    public double? PercentOfBaseline { get; init; }

    public static BenchResult Of(
        int concurrency, LoadResult load, MeterReading before, MeterReading after, LoadResult? baseline)
    {
        var count = load.SortedMs.Length;
        var cpu = after.CpuMs.ToDictionary(
            role => role.Key, role => Round((role.Value - before.CpuMs.GetValueOrDefault(role.Key)) / count));
        var allocated = after.AllocatedBytes.ToDictionary(
            role => role.Key,
            role => Round((role.Value - before.AllocatedBytes.GetValueOrDefault(role.Key)) / 1024.0 / count));
        return new BenchResult
        {
            Concurrency = concurrency,
            Bookings = count,
            Wrong = load.Wrong.Values.Sum(),
            SagasPerSecond = Round(load.PerSecond),
            P50Ms = Round(load.Percentile(0.50)),
            P95Ms = Round(load.Percentile(0.95)),
            P99Ms = Round(load.Percentile(0.99)),
            CommitsPerSaga = Round((after.Commits - before.Commits) / (double)count),
            CpuMsPerSaga = Round(cpu.Values.Sum()),
            CpuMsPerSagaByProcess = cpu,
            AllocatedKbPerSaga = Round(allocated.Values.Sum()),
            AllocatedKbPerSagaByProcess = allocated,
            BaselinePerSecond = baseline is null ? null : Round(baseline.PerSecond),
            BaselineP50Ms = baseline is null ? null : Round(baseline.Percentile(0.50)),
            PercentOfBaseline = baseline is null ? null : Round(100 * load.PerSecond / baseline.PerSecond),
        };
    }

    private static double Round(double value) => Math.Round(value, 2);
}

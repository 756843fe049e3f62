using BenchmarkDotNet.Attributes;
using Temporalio.Testing;

namespace Benchmarks;

/// <summary>Start and end of the servers that tests use.</summary>
public class Environments
{
    [Benchmark]
    public async Task TimeSkipping()
    {
        await using var environment = await WorkflowEnvironment.StartTimeSkippingAsync();
    }

    [Benchmark]
    public async Task MonthSkipped()
    {
        await using var environment = await WorkflowEnvironment.StartTimeSkippingAsync();
        await environment.DelayAsync(TimeSpan.FromDays(30));
    }
}

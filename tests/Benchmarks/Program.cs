using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Benchmarks;

switch (args.FirstOrDefault())
{
    case "throughput":
        await Throughput.RunAsync(tracing: false);
        break;
    case "tracing":
        await Throughput.RunAsync(tracing: true);
        break;
    case "memory":
        await CachedMemory.RunAsync();
        break;
    case "encryption":
        await PayloadCost.RunAsync();
        break;
    case "latency":
        Measure<RoundTrips>();
        break;
    case "replay":
        Measure<Replay>();
        break;
    case "servers":
        Measure<Environments>();
        break;
    default:
        Console.WriteLine("""
            dotnet run -c Release --project tests/Benchmarks -- WHAT
              throughput  workflows per second with 0, 1 and 5 activities, and CPU of each
              tracing     the same with the listener for tasks that leave the workflow's scheduler
              latency     round trips of signals, updates, queries and starts
              replay      replay of a history of 200 activities
              servers     start and end of the servers that tests use
              memory      memory of an open, cached workflow
              encryption  encrypting and decrypting one payload
            """);
        break;
}

// In this process: another one would have to build the whole of temporal/ again.
static void Measure<T>() => BenchmarkRunner.Run<T>(
    DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));

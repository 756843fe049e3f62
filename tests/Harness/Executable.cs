using System.Diagnostics;
using System.Reflection;

namespace Sagas.Harness;

/// <summary>The executable <c>sagas</c> as it was built for these tests, or another.</summary>
public static class Executable
{
    public static string Root { get; } = Metadata("Root");

    /// <summary>Another build of it may be tried by naming it, such as the one on the official Temporalio package.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("SAGAS_EXECUTABLE") is { Length: > 0 } named
        ? named
        : System.IO.Path.Combine(Root, "local", "Sagas.Local", "bin", Metadata("Configuration"), "net10.0", "sagas");

    /// <summary>How to start it with these arguments; output is redirected.</summary>
    public static ProcessStartInfo Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["SAGAS_ROOT"] = Root;
        // Its first build takes a minute of both cores, and no test here looks at it.
        start.Environment["SAGAS_UI"] = "off";
        return start;
    }

    /// <summary>Runs it to its end and returns all it wrote; one that does not end in time is killed and fails the test.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        TimeSpan patience, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = Start(arguments);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"sagas {string.Join(' ', arguments)} did not end within {patience}: {await output}{await errors}");
        }

        return (process.ExitCode, await output, await errors);
    }

    private static string Metadata(string key) => typeof(Executable).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}

using Interop.Node;
using Sagas.Harness;

namespace Interop.Official;

/// <summary>
/// Our worker and API, unchanged, built on the official Temporalio package: <c>-p:UseOfficialTemporalio=true</c>, with an
/// output of its own so that the ordinary build is left alone. What was built stays, and the next run builds what changed.
/// </summary>
internal static class OfficialBuild
{
    private const string WorkerProject = "workers/Sagas.Workers/Sagas.Workers.csproj";
    private const string ApiProject = "api/Sagas.Api/Sagas.Api.csproj";

    // Before what uses it: these are set in the order in which they are written.
    private static readonly string _output = Path.Combine(NodeTool.Folder, "obj", "official");

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(4);

    private static readonly Lazy<Task<string?>> _programs = new(BuildAsync);

    /// <summary>Why nothing can be built here, or null.</summary>
    public static string? Missing { get; } = Restore();

    public static string Worker => Program("Sagas.Workers");

    public static string Api => Program("Sagas.Api");

    /// <summary>Builds both programs; fails the test with the compiler's words when they do not build.</summary>
    public static async Task EnsureAsync() => (await _programs.Value).ShouldBeNull();

    private static string Program(string project) => Path.Combine(_output, "bin", project, "release", project);

    private static string? Restore() => DotNetAsync("restore", WorkerProject).GetAwaiter().GetResult() is null
        ? null
        : "The official package Temporalio cannot be restored from the package sources of this machine.";

    private static async Task<string?> BuildAsync() =>
        await DotNetAsync("build", WorkerProject) ?? await DotNetAsync("build", ApiProject);

    /// <summary>Null, or all that was written by a command that failed.</summary>
    private static async Task<string?> DotNetAsync(string verb, string project)
    {
        string[] arguments =
        [
            verb, project, "-p:Configuration=Release", "-p:UseOfficialTemporalio=true", "-p:RunAnalyzers=false",
            "--artifacts-path", _output, "-nodeReuse:false", "-v:q",
        ];
        var (code, output, errors) = await NodeTool.RunAsync("dotnet", arguments, Executable.Root, _patience, []);
        return code == 0 ? null : output + errors;
    }
}

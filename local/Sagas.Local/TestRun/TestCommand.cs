using Sagas.Local.Postgres;
using Sagas.Local.State;
using Sagas.Local.Supervision;

namespace Sagas.Local.TestRun;

/// <summary>
/// Builds everything and runs every test project, one after another: several of them start whole systems. The last line
/// counts. With CI=true in the environment a test whose prerequisite is missing fails instead of being skipped.
/// </summary>
internal sealed class TestCommand(string? project, string? filter)
{
    private const string Configuration = "Release";

    private static readonly TimeSpan ProjectMax = TimeSpan.FromMinutes(20);

    public async Task<int> RunAsync(CancellationToken stop)
    {
        var root = Repository.Root;
        var projects = Projects(root);
        await PrepareAsync(stop);
        await BuildAsync(root, projects, stop);
        var results = Path.Combine(root, ".sagas", "test-results");
        if (Directory.Exists(results))
        {
            Directory.Delete(results, recursive: true);
        }

        var all = TestCounts.None;
        foreach (var file in projects)
        {
            all = all.Plus(await RunProjectAsync(root, file, results, stop));
        }

        foreach (var reason in all.SkipReasons.GroupBy(reason => reason.Trim()))
        {
            Console.WriteLine($"skipped {reason.Count()}: {reason.Key}");
        }

        Console.WriteLine(all);
        return all.Failed == 0 && all.Passed > 0 ? 0 : 1;
    }

    private List<string> Projects(string root)
    {
        var projects = Directory.GetFiles(Path.Combine(root, "tests"), "*.csproj", SearchOption.AllDirectories)
            .Where(IsTestProject)
            .Where(file => project is null || Name(file).Contains(project, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .ToList();
        return projects.Count > 0
            ? projects
            : throw new UserError(project is null
                ? $"There are no test projects under {root}/tests."
                : $"No test project has '{project}' in its name.");
    }

    private static bool IsTestProject(string file) =>
        !file.Contains("/node_modules/", StringComparison.Ordinal)
        && !File.ReadAllText(file).Contains("<IsTestProject>false", StringComparison.Ordinal);

    private static async Task PrepareAsync(CancellationToken stop)
    {
        if (PostgresBinaries.Find() is null)
        {
            await AptPackages.TryInstallAsync("postgresql", Console.WriteLine, stop);
        }

        if (Shell.Find("node") is null || Shell.Find("npm") is null)
        {
            await AptPackages.TryInstallAsync("npm", Console.WriteLine, stop);
        }

        if (Chromium.Find() is null)
        {
            await AptPackages.TryInstallAsync("chromium", Console.WriteLine, stop);
        }
    }

    private static async Task BuildAsync(string root, IReadOnlyList<string> projects, CancellationToken stop)
    {
        Console.WriteLine($"Building {projects.Count} test project{(projects.Count == 1 ? "" : "s")}…");
        foreach (var file in projects)
        {
            var build = await Shell.RunAsync(
                "dotnet", ["build", file, "-c", Configuration, "--nologo", "-v", "q", "-nodeReuse:false"], stop, root);
            if (build.ExitCode != 0)
            {
                throw new UserError($"{Name(file)} does not build:{Environment.NewLine}{build.Text}");
            }
        }
    }

    private async Task<TestCounts> RunProjectAsync(string root, string file, string results, CancellationToken stop)
    {
        var trx = Path.Combine(results, Name(file) + ".trx");
        List<string> arguments =
        [
            "test", file, "-c", Configuration, "--no-build", "--nologo", "-v", "q",
            "--logger", $"trx;LogFileName={trx}", "--logger", "console;verbosity=minimal",
        ];
        if (filter is not null)
        {
            arguments.AddRange(["--filter", filter]);
        }

        // A test that hangs is a failed test, not a run that never ends.
        arguments.AddRange(["--", $"RunConfiguration.TestSessionTimeout={ProjectMax.TotalMilliseconds:0}"]);

        var run = await Shell.RunAsync("dotnet", arguments, stop, root);
        var counts = TestCounts.FromTrx(trx);
        Console.WriteLine($"{Name(file)}: {counts?.ToString() ?? "did not run"}");
        if (run.ExitCode != 0 && !(counts is { Failed: 0 } && filter is not null))
        {
            Console.WriteLine(run.Text);
        }

        // A project whose run broke off, whatever it counted before, is a failure.
        return counts is null
            ? new TestCounts(0, run.ExitCode == 0 ? 0 : 1, 0, [])
            : counts with { Failed = run.ExitCode != 0 && counts.Failed == 0 ? 1 : counts.Failed };
    }

    private static string Name(string file) => Path.GetFileNameWithoutExtension(file);
}

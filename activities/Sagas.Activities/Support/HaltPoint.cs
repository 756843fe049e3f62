using System.Diagnostics;

namespace Sagas.Activities.Support;

/// <summary>
/// Places at which a test may have an activity wait while another process dies. `SAGAS_HALT_DIRECTORY` names a directory; the
/// first activity that comes to a point whose name is a file there takes that file, as `{point}.halted`, and waits until it is
/// deleted. The points are those that each activity has as a <see cref="CrashPoint"/>. Without the variable this costs one comparison.
/// </summary>
internal static class HaltPoint
{
    public const string Variable = "SAGAS_HALT_DIRECTORY";

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);
    private static readonly string? Directory = Environment.GetEnvironmentVariable(Variable);

    public static bool IsOn => Directory is not null;

    public static Task PassAsync(string activity, string place) =>
        Directory is null ? Task.CompletedTask : HaltAsync(Path.Combine(Directory, $"{activity}.{place}"));

    private static async Task HaltAsync(string file)
    {
        var halted = file + ".halted";
        try
        {
            File.Move(file, halted);
        }
        catch (IOException)
        {
            return; // Nobody is to wait here, or another was first.
        }

        var clock = Stopwatch.StartNew();
        while (File.Exists(halted) && clock.Elapsed < WaitMax)
        {
            await Task.Delay(LookEvery).ConfigureAwait(false);
        }
    }
}

namespace Sagas.Local.Supervision;

/// <summary>
/// A part that <c>./sagas up</c> started must not outlive it, not even when it is killed with SIGKILL and can tell
/// nobody. The part's standard input is a pipe from the supervisor: end-of-file means that the supervisor is gone.
/// </summary>
internal static class ParentWatch
{
    public const string Variable = "SAGAS_WATCHED";

    /// <summary>How long a part may take for an orderly end after its supervisor died.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(5);

    public static void Start(CancellationTokenSource stopping)
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
        {
            return;
        }

        new Thread(() => UntilParentIsGone(stopping)) { IsBackground = true, Name = "parent watch" }.Start();
    }

    private static void UntilParentIsGone(CancellationTokenSource stopping)
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (input.Read(buffer) > 0)
        {
            // Nobody writes; anything that comes is not the end.
        }

        stopping.Cancel();
        using var never = new ManualResetEventSlim();
        never.Wait(EndWithin);
        Environment.Exit(1);
    }
}

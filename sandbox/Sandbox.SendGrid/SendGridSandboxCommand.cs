using Sandbox.Hosting;

namespace Sandbox.SendGrid;

/// <summary>The SendGrid sandbox as a process: <c>--port N</c> (12112), <c>--data DIR</c> (in memory without it).</summary>
public static class SendGridSandboxCommand
{
    public const int DefaultPort = 12112;

    /// <summary>Runs until <paramref name="stop"/>. 0 = stopped, 1 = could not start, 2 = wrong arguments.</summary>
    public static Task<int> RunAsync(string[] args, CancellationToken stop) =>
        SandboxCommand.RunAsync(
            args, DefaultPort, static arguments => SendGridSandbox.Create(arguments.DataDirectory), stop);
}

namespace Temporal.DevServer;

/// <summary>
/// Where the server begins as a program of its own. Not a top-level program: its class <c>Program</c>, which would be
/// public, would clash with that of every program that tests its workflows with this server.
/// </summary>
internal static class EntryPoint
{
    private static Task<int> Main(string[] args) => DevServerCommand.RunAsync(args, CancellationToken.None);
}

using Sagas.Api;
using Sagas.CodecServer;
using Sagas.Local.Supervision;
using Sagas.Workers;
using Temporal.DevServer;

namespace Sagas.Local.Cli;

/// <summary>A verb that runs one part alone and hands it its own arguments, unread.</summary>
internal sealed record PartVerb(
    string Name, string Description, Func<string[], CancellationToken, Task<int>> PartAsync)
{
    public Task<int> RunAsync(string[] args, CancellationTokenSource stopping)
    {
        ParentWatch.Start(stopping);
        DiagnosticsSocket.Start();
        if (DatabaseVariable.Read() is { } connection)
        {
            Environment.SetEnvironmentVariable(DatabaseVariable.Name, connection);
        }

        return PartAsync(args, stopping.Token);
    }
}

internal static class PartVerbs
{
    public static readonly IReadOnlyList<PartVerb> All =
    [
        new("temporal", "Run the embedded Temporal server alone.", DevServerCommand.RunAsync),
        new("worker", "Run a worker alone: --role all, bookings, events, payments or notifications.", WorkerCommand.RunAsync),
        new("api", "Run the HTTP API alone.", ApiCommand.RunAsync),
        new("codec", "Run the codec server alone, which decodes payloads for the Temporal UI and CLI.", CodecServerCommand.RunAsync),
        new("sandbox", "Run a sandbox alone: stripe or sendgrid.", SandboxVerb.RunAsync),
        new("migrate", "Bring the schema of DATABASE_URL up to date.", MigrateVerb.RunAsync),
    ];

    public static PartVerb? Find(string[] args) =>
        args.Length > 0 ? All.FirstOrDefault(part => part.Name == args[0]) : null;
}

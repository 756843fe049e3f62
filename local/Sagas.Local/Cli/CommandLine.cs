using System.CommandLine;

namespace Sagas.Local.Cli;

/// <summary>The verbs of <c>./sagas</c>. Exit codes: 0 done, 1 could not be done, 2 not understood.</summary>
internal static class CommandLine
{
    public const int NotUnderstood = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        using var stopping = new Stopping();
        try
        {
            return PartVerbs.Find(args) is { } part
                ? await part.RunAsync(args[1..], stopping.Source)
                : await InvokeAsync(Build(), args, stopping.Token);
        }
        catch (UserError error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return error.ExitCode;
        }
        catch (OperationCanceledException) when (stopping.Token.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("Sagas sells tickets without losing a seat, a cent or a ticket.");
        root.Subcommands.Add(UpVerb.Build());
        root.Subcommands.Add(BookVerb.Build());
        root.Subcommands.Add(SupportVerb.Build());
        root.Subcommands.Add(TestVerb.Build());
        root.Subcommands.Add(BenchVerb.Build());
        root.Subcommands.Add(ConformanceVerb.Build());
        root.Subcommands.Add(SetupVerb.Build());
        root.Subcommands.Add(DoctorVerb.Build());
        foreach (var part in PartVerbs.All)
        {
            root.Subcommands.Add(new Command(part.Name, part.Description));
        }

        return root;
    }

    private static async Task<int> InvokeAsync(RootCommand root, string[] args, CancellationToken stop)
    {
        if (args.Length == 0)
        {
            args = ["--help"];
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(Complaint(parsed, args));
            return NotUnderstood;
        }

        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // Signals are ours (see Stopping): the library's own handling would cut an orderly stop short.
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, stop);
    }

    private static string Complaint(ParseResult parsed, string[] args)
    {
        var command = parsed.CommandResult.Command;
        if (command is RootCommand)
        {
            var verbs = command.Subcommands.Select(verb => verb.Name).Order(StringComparer.Ordinal);
            return $"'{Shorten(args[0])}' is not something ./sagas can do. It knows: {string.Join(", ", verbs)}. "
                + "See ./sagas --help.";
        }

        var faults = parsed.Errors.Select(error => Shorten(error.Message)).Distinct();
        return $"{string.Join(Environment.NewLine, faults)}{Environment.NewLine}See ./sagas {PathOf(command)} --help.";
    }

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand
            ? $"{PathOf(parent)} {command.Name}"
            : command.Name;

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300] + "…";
}

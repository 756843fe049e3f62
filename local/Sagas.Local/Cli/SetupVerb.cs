using System.CommandLine;
using Sagas.Local.Setup;

namespace Sagas.Local.Cli;

internal static class SetupVerb
{
    private const int RetentionDaysMax = 3650;

    private const string Description =
        """
        Make a Temporal cluster ready for Sagas: namespace, retention, search attributes. Safe to repeat: only what is
        missing is added, a retention is never shortened. Options default to the variables that API and workers read.
        """;

    public static Command Build()
    {
        var command = new Command("setup", Description);
        var address = Text(command, "--address", "HOST:PORT", "TEMPORAL_ADDRESS", "127.0.0.1:7233");
        var space = Text(command, "--namespace", "NAME", "TEMPORAL_NAMESPACE", "default");
        var apiKey = Text(
            command, "--api-key-file", "FILE", null, null, "File with an API key. [or the key itself in TEMPORAL_API_KEY]");
        var authority = Text(command, "--tls-ca", "FILE", "TEMPORAL_TLS_CA", null);
        var certificate = Text(command, "--tls-cert", "FILE", "TEMPORAL_TLS_CERT", null);
        var key = Text(command, "--tls-key", "FILE", "TEMPORAL_TLS_KEY", null);
        var tls = new Option<bool>("--tls")
        {
            Description = "Use TLS; implied by an API key or the files. [TEMPORAL_TLS=true]",
        };
        var retention = Retention();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done." };
        command.Options.Add(tls);
        command.Options.Add(retention);
        command.Options.Add(dryRun);
        command.SetAction((parsed, stop) => new SetupCommand(
            new SetupOptions(
                parsed.GetValue(address)!,
                parsed.GetValue(space)!,
                TimeSpan.FromDays(parsed.GetValue(retention)),
                parsed.GetValue(dryRun))
            {
                ApiKey = KeyIn(parsed.GetValue(apiKey)) ?? Variable("TEMPORAL_API_KEY"),
                Tls = parsed.GetValue(tls)
                    || string.Equals(Variable("TEMPORAL_TLS"), "true", StringComparison.OrdinalIgnoreCase),
                CaFile = parsed.GetValue(authority),
                CertificateFile = parsed.GetValue(certificate),
                KeyFile = parsed.GetValue(key),
            },
            Console.Out).RunAsync(stop));
        return command;
    }

    private static Option<string?> Text(
        Command command, string name, string help, string? variable, string? standard, string? description = null)
    {
        var option = new Option<string?>(name)
        {
            Description = description ?? (standard is null ? $"[{variable}]" : $"[{variable}, default {standard}]"),
            HelpName = help,
            DefaultValueFactory = _ => (variable is null ? null : Variable(variable)) ?? standard,
        };
        command.Options.Add(option);
        return option;
    }

    private static Option<int> Retention()
    {
        var option = new Option<int>("--retention-days")
        {
            Description = $"How long ended workflows are kept. [default {SetupOptions.RetentionDaysDefault}]",
            HelpName = "N",
            DefaultValueFactory = _ => SetupOptions.RetentionDaysDefault,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1
                && (!int.TryParse(result.Tokens[0].Value, out var days) || days is < 1 or > RetentionDaysMax))
            {
                result.AddError($"--retention-days must be a number from 1 to {RetentionDaysMax}.");
            }
        });
        return option;
    }

    private static string? KeyIn(string? file)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{file} cannot be read: {error.Message}", CommandLine.NotUnderstood);
        }
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

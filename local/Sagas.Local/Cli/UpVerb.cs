using System.CommandLine;
using System.Globalization;
using Sagas.Local.State;
using Sagas.Local.Up;

namespace Sagas.Local.Cli;

internal static class UpVerb
{
    private const string Description =
        """
        Run the whole system on this machine; Ctrl-C stops it.

        Everything it keeps is under --state (default .sagas/ in the checkout). Several systems run side by side, each
        with its own directory and ports. up.json in that directory tells scripts urls, keys and process ids; it is there
        while the system is ready. DATABASE_URL, TEMPORAL_ADDRESS, STRIPE_API_KEY and SENDGRID_API_KEY, when set, are used
        as they are, and the part they stand for is not started.
        """;

    public static Command Build()
    {
        var command = new Command("up", Description);
        var state = SharedOptions.State();
        command.Options.Add(state);
        var random = new Option<bool>("--random-ports") { Description = "Take free ports for everything not named." };
        command.Options.Add(random);
        var ports = PortSetting.All.ToDictionary(setting => setting.Name, Port);
        foreach (var option in ports.Values)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, stop) =>
        {
            var settings = PortSetting.All.Select(setting => setting with
            {
                Value = parsed.GetValue(ports[setting.Name])
                    ?? FromEnvironment(setting)
                    ?? (parsed.GetValue(random) ? 0 : setting.Default),
            });
            return new UpCommand(new UpOptions(parsed.GetValue(state), [.. settings])).RunAsync(stop);
        });
        return command;
    }

    private static Option<int?> Port(PortSetting setting)
    {
        var option = new Option<int?>(setting.Option)
        {
            Description = $"Port of {setting.What}; 0 takes a free one. [{setting.Variable}, default "
                + $"{setting.Default.ToString(CultureInfo.InvariantCulture)}]",
            HelpName = "N",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsPort(result.Tokens[0].Value))
            {
                result.AddError($"{setting.Option} must be a number from 0 to 65535.");
            }
        });
        return option;
    }

    private static int? FromEnvironment(PortSetting setting)
    {
        if (Environment.GetEnvironmentVariable(setting.Variable) is not { Length: > 0 } text)
        {
            return null;
        }

        return IsPort(text)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : throw new UserError(
                $"{setting.Variable} is '{text}'; it must be a number from 0 to 65535.", CommandLine.NotUnderstood);
    }

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535;
}

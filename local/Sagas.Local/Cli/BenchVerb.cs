using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sagas.Local.Bench;

namespace Sagas.Local.Cli;

internal static class BenchVerb
{
    private const string Description =
        """
        Measure whole bookings on the running system (or on one of its own, when none runs).

        Of 20 bookings 15 are confirmed, 4 declined, and 1 has its mail refused for good and is undone. Each client has one
        connection and one booking in flight. Exit code 1 when a booking ended otherwise.
        """;

    public static Command Build()
    {
        var command = new Command("bench", Description);
        var concurrency = new Option<string>("--concurrency")
        {
            Description = "Numbers of clients, one run each.",
            DefaultValueFactory = _ => "1,16,64,256",
            HelpName = "LIST",
        };
        concurrency.Validators.Add(result => Check(
            result, text => text.Split(',').All(part => IsNumber(part, BenchOptions.ConcurrencyMax)),
            $"--concurrency must be numbers from 1 to {BenchOptions.ConcurrencyMax}, comma separated."));
        var count = new Option<int?>("--n") { Description = "Bookings per run. [300 alone, else 2000]", HelpName = "N" };
        count.Validators.Add(result => Check(
            result, text => IsNumber(text, BenchOptions.CountMax), $"--n must be a number from 1 to {BenchOptions.CountMax}."));
        var json = new Option<string?>("--json") { Description = "Write the results there too.", HelpName = "FILE" };
        json.Validators.Add(result => Check(
            result, text => Path.GetFileName(text).Length > 0 && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(text))),
            "--json must be the path of a file in a directory that exists."));
        var noBaseline = new Option<bool>("--no-baseline") { Description = "Leave the plain code out." };
        var warmUp = new Option<int?>("--warm-up")
        {
            Description = "Bookings before the first run; 0 for a system that is warm. [2000]", HelpName = "N",
        };
        warmUp.Validators.Add(result => Check(
            result, text => text == "0" || IsNumber(text, BenchOptions.CountMax),
            $"--warm-up must be a number from 0 to {BenchOptions.CountMax}."));
        var state = SharedOptions.State();
        foreach (Option option in new Option[] { concurrency, count, json, noBaseline, warmUp, state })
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, stop) => new BenchCommand(new BenchOptions(
            parsed.GetValue(state),
            [.. parsed.GetValue(concurrency)!.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))],
            parsed.GetValue(count),
            parsed.GetValue(json),
            !parsed.GetValue(noBaseline),
            parsed.GetValue(warmUp))).RunAsync(stop));
        return command;
    }

    private static void Check(OptionResult result, Func<string, bool> isFine, string fault)
    {
        if (result.Tokens.Count == 1 && !isFine(result.Tokens[0].Value))
        {
            result.AddError(fault);
        }
    }

    private static bool IsNumber(string text, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max;
}

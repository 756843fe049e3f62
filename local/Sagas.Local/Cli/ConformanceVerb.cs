using System.CommandLine;
using Sagas.Local.Conformance;

namespace Sagas.Local.Cli;

internal static class ConformanceVerb
{
    public static Command Build()
    {
        var command = new Command(
            "conformance", "Compare a Temporal server with recordings of a real one (needs Node 20).");
        var address = new Option<string?>("--address")
        {
            Description = "Server to test, as host:port; without it, an embedded server is started.",
        };
        var only = new Option<string?>("--only")
        {
            Description = "Only scenarios or themes with these names: globs, separated by commas.",
        };
        command.Options.Add(address);
        command.Options.Add(only);
        command.SetAction((parsed, stop) =>
            new ConformanceCommand(parsed.GetValue(address), parsed.GetValue(only)).RunAsync(stop));
        return command;
    }
}

using System.CommandLine;
using Sagas.Local.TestRun;

namespace Sagas.Local.Cli;

internal static class TestVerb
{
    public static Command Build()
    {
        var command = new Command("test", "Build and run every test; the last line counts them.");
        var project = new Option<string?>("--project") { Description = "Only test projects with this in their name." };
        var filter = new Option<string?>("--filter") { Description = "Only tests that match, as for dotnet test." };
        command.Options.Add(project);
        command.Options.Add(filter);
        command.SetAction((parsed, stop) =>
            new TestCommand(parsed.GetValue(project), parsed.GetValue(filter)).RunAsync(stop));
        return command;
    }
}

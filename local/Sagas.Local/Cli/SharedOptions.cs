using System.CommandLine;
using Sagas.Local.State;

namespace Sagas.Local.Cli;

internal static class SharedOptions
{
    public static Option<string?> State() => new("--state")
    {
        Description = $"Directory of the system's state. [{StateDirectory.Variable}, default .sagas/ in the checkout]",
        HelpName = "DIR",
    };
}

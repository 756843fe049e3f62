using System.CommandLine;
using Sagas.Local.Doctor;

namespace Sagas.Local.Cli;

internal static class DoctorVerb
{
    public static Command Build()
    {
        var command = new Command("doctor", "Check this machine, with the cure for each fault.");
        command.SetAction((_, stop) => new DoctorCommand().RunAsync(stop));
        return command;
    }
}

using Sagas.Local.Supervision;

namespace Sagas.Local.Postgres;

/// <summary>Installs a Debian package where that needs no question: as root, with apt there.</summary>
internal static class AptPackages
{
    public static async Task<bool> TryInstallAsync(string package, Action<string> say, CancellationToken stop)
    {
        if (!Native.IsRoot || Shell.Find("apt-get") is not { } apt)
        {
            return false;
        }

        say($"Installing {package} with apt, once…");
        await Shell.RunAsync(apt, ["update", "-qq"], stop);
        // The package would start a server of its own on 5432; only its programs are wanted here.
        var result = await Shell.RunAsync(
            "/usr/bin/env",
            ["DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", apt, "install", "-y", "-qq", "--no-install-recommends", package],
            stop);
        if (result.ExitCode != 0)
        {
            say($"apt could not install {package}: {LastLine(result.Text)}");
        }

        return result.ExitCode == 0;
    }

    private static string LastLine(string text) => text.Split('\n').LastOrDefault() ?? "";
}

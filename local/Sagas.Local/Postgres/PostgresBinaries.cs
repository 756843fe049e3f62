using System.Globalization;
using Sagas.Local.Supervision;

namespace Sagas.Local.Postgres;

/// <summary>
/// PostgreSQL's own programs on this machine. Debian keeps them out of PATH, one folder per major version; the newest
/// that is new enough wins.
/// </summary>
internal sealed record PostgresBinaries(string Folder)
{
    public const int MajorVersionMin = 13;

    private const string Variable = "SAGAS_POSTGRES_BIN";
    private const string DebianFolder = "/usr/lib/postgresql";

    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>Those that <c>SAGAS_POSTGRES_BIN</c> names, else the machine's; null where there are none.</summary>
    public static PostgresBinaries? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return AreIn(given)
                ? new PostgresBinaries(given)
                : throw new UserError($"{Variable} is '{given}', where there is no postgres and initdb. Name the folder that has "
                    + "them, or unset it to have PostgreSQL found or installed.");
        }

        return Candidates().FirstOrDefault(AreIn) is { } found ? new PostgresBinaries(found) : null;
    }

    /// <summary>Finds the programs, or installs them where apt may be used, or says what to install.</summary>
    public static async Task<PostgresBinaries> FindOrInstallAsync(Action<string> say, CancellationToken stop)
    {
        if (Find() is { } found)
        {
            return found;
        }

        if (!await AptPackages.TryInstallAsync("postgresql", say, stop) || Find() is not { } installed)
        {
            throw new UserError(
                "PostgreSQL is missing. Install it (sudo apt-get install postgresql), or set DATABASE_URL to a server "
                + "that you have, and run ./sagas up again.");
        }

        return installed;
    }

    private static bool AreIn(string folder) =>
        File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"));

    private static IEnumerable<string> Candidates()
    {
        var debian = Directory.Exists(DebianFolder) ? Directory.GetDirectories(DebianFolder) : [];
        var versions = debian
            .Select(folder => (folder, version: MajorVersion(Path.GetFileName(folder))))
            .Where(candidate => candidate.version >= MajorVersionMin)
            .OrderByDescending(candidate => candidate.version)
            .Select(candidate => Path.Combine(candidate.folder, "bin"));
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return versions.Concat(path);
    }

    private static int MajorVersion(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
}

using Sagas.Local.State;
using Sagas.Local.Supervision;

namespace Sagas.Local.Postgres;

/// <summary>
/// The user that PostgreSQL runs as. It refuses root, so root lends it an unprivileged user; anybody else runs it as
/// themselves.
/// </summary>
internal sealed record ClusterUser(string? Name)
{
    public static async Task<ClusterUser> ForThisProcessAsync(CancellationToken stop)
    {
        if (!Native.IsRoot)
        {
            return new ClusterUser((string?)null);
        }

        foreach (var name in new[] { "postgres", "nobody" })
        {
            if ((await Shell.RunAsync("id", ["-u", name], stop)).ExitCode == 0)
            {
                return new ClusterUser(name);
            }
        }

        throw new UserError("PostgreSQL refuses to run as root and this machine has no user 'postgres' or 'nobody' to run it as. "
            + "Create one (adduser --system postgres), or set DATABASE_URL.");
    }

    /// <summary>The command line that runs <paramref name="command"/> as this user, keeping the process id.</summary>
    public IReadOnlyList<string> Wrap(params IEnumerable<string> command) =>
        Name is null ? [.. command] : ["setpriv", $"--reuid={Name}", $"--regid={Group}", "--clear-groups", .. command];

    /// <summary>Makes <paramref name="folder"/> and gives it to this user alone.</summary>
    public async Task OwnAsync(string folder, CancellationToken stop)
    {
        Directory.CreateDirectory(folder, Modes.OwnerAll);
        if (Name is not null)
        {
            await Shell.RunAsync("chown", ["-R", $"{Name}:", folder], stop);
        }
    }

    /// <summary>True when this user can walk to <paramref name="folder"/> (root's home, say, is closed to others).</summary>
    public async Task<bool> CanReachAsync(string folder, CancellationToken stop)
    {
        if (Name is null)
        {
            return true;
        }

        var command = Wrap("test", "-x", folder);
        return (await Shell.RunAsync(command[0], command.Skip(1), stop)).ExitCode == 0;
    }

    private string Group => Name == "nobody" ? "nogroup" : Name!;
}

using System.Diagnostics;
using System.Globalization;

namespace Sagas.TestSupport;

/// <summary>
/// <c>postgres</c> refuses to run as root. A root test run starts it as the user <c>postgres</c> or <c>nobody</c>.
/// </summary>
internal sealed record UnprivilegedUser(int Uid, int Gid)
{
    private static readonly string[] Preferred = ["postgres", "nobody"];

    /// <summary>The user to become; null when this process is not root.</summary>
    public static UnprivilegedUser? Needed { get; } = Environment.UserName == "root" ? Find() : null;

    /// <summary>A start info for a program of this user (or of our own user when <paramref name="user"/> is null).</summary>
    public static ProcessStartInfo StartInfo(UnprivilegedUser? user, string program, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo { UseShellExecute = false, WorkingDirectory = "/" };
        var command = new List<string>();
        if (user is not null)
        {
            command.AddRange(
                ["setpriv", $"--reuid={user.Uid}", $"--regid={user.Gid}", "--clear-groups", "--"]);
        }

        command.Add(program);
        command.AddRange(arguments);
        info.FileName = command[0];
        command.Skip(1).ToList().ForEach(info.ArgumentList.Add);
        return info;
    }

    private static UnprivilegedUser Find()
    {
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(f => f.Length > 3).ToList();
        var account = Preferred.Select(name => accounts.Find(f => f[0] == name)).FirstOrDefault(f => f is not null)
            ?? throw new InvalidOperationException(
                "PostgreSQL needs an unprivileged user when tests run as root; add a user 'postgres' or 'nobody'.");
        return new UnprivilegedUser(
            int.Parse(account[2], CultureInfo.InvariantCulture), int.Parse(account[3], CultureInfo.InvariantCulture));
    }
}

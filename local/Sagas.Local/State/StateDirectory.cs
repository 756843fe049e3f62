using System.Security.Cryptography;
using System.Text;
using Sagas.Local.Cli;

namespace Sagas.Local.State;

/// <summary>
/// Where one system on this machine keeps what outlives a process: the PostgreSQL cluster, keys, logs and locks.
/// Two systems with different directories (and ports) do not touch each other.
/// </summary>
internal sealed class StateDirectory
{
    public const string Variable = "SAGAS_STATE";

    private StateDirectory(string path) => Path = path;

    public string Path { get; }

    public string LockFile => Combine("up.lock");

    public string UpFile => Combine("up.json");

    public string ChildrenFile => Combine("children.json");

    public string KeysFile => Combine("keys.json");

    public string Logs => Combine("logs");

    public string Sandbox => Combine("sandbox");

    /// <summary>Eight hex digits that stand for this directory where a short, stable name is needed.</summary>
    public string ShortName =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..8];

    public static string Default(string? option)
    {
        var path = option
            ?? Environment.GetEnvironmentVariable(Variable)
            ?? System.IO.Path.Combine(Repository.Root, ".sagas");
        return path.Length > 0
            ? System.IO.Path.GetFullPath(path)
            : throw new UserError(
                $"--state (or {Variable}) is empty; name a directory, or leave it out.", CommandLine.NotUnderstood);
    }

    public static StateDirectory At(string? option) => new(Default(option));

    /// <summary>Creates the directory. Others may pass through it (the database runs as another user) but not look.</summary>
    public StateDirectory Create()
    {
        try
        {
            Directory.CreateDirectory(Path);
            File.SetUnixFileMode(Path, Modes.OwnerAll | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            Directory.CreateDirectory(Logs);
            Directory.CreateDirectory(Sandbox);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(
                $"The state directory cannot be used: {error.Message} Name another one with --state.", CommandLine.NotUnderstood);
        }

        return this;
    }

    public string LogOf(string role) => System.IO.Path.Combine(Logs, role + ".log");

    public string Combine(string name) => System.IO.Path.Combine(Path, name);
}

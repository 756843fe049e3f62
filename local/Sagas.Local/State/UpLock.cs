using System.Globalization;

namespace Sagas.Local.State;

/// <summary>
/// One running system per state directory. The operating system drops the lock with the process that held it, so a
/// lock file that a crash left behind is never in the way.
/// </summary>
internal sealed class UpLock : IDisposable
{
    private readonly FileStream _file;

    private UpLock(FileStream file) => _file = file;

    public static UpLock Take(StateDirectory state)
    {
        try
        {
            var file = new FileStream(state.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new UpLock(file);
        }
        catch (IOException)
        {
            var running = JsonFile.Read<UpFile>(state.UpFile);
            var who = running?.Pids.GetValueOrDefault(Roles.Supervisor) is { } pid and > 0
                ? string.Create(CultureInfo.InvariantCulture, $" as process {pid}, with the API at {running.Urls.Api}")
                : " and is just starting";
            throw new UserError(
                $"Sagas is already running from {state.Path}{who}. Use it, stop it with Ctrl-C there, or start another "
                + "with its own directory and ports: ./sagas up --state DIR --random-ports.");
        }
    }

    public void Dispose() => _file.Dispose();
}

using Sagas.Storage;

namespace Sagas.Local.Cli;

/// <summary>DATABASE_URL, which users may give in the URL form; the parts read what Npgsql reads.</summary>
internal static class DatabaseVariable
{
    public const string Name = "DATABASE_URL";

    /// <summary>Its value as a connection string, or null when it is not set.</summary>
    public static string? Read()
    {
        if (Environment.GetEnvironmentVariable(Name) is not { Length: > 0 } given)
        {
            return null;
        }

        try
        {
            return ConnectionUrl.ToConnectionString(given);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            // Not the error's own message: it may quote the password.
            throw new UserError(
                $"{Name} cannot be read; it must look like postgres://user:password@host:5432/database.",
                CommandLine.NotUnderstood);
        }
    }
}

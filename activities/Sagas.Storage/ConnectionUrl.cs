using Npgsql;

namespace Sagas.Storage;

/// <summary>DATABASE_URL comes in two forms; Npgsql reads only the one with keywords.</summary>
public static class ConnectionUrl
{
    /// <summary>Turns `postgres://…` or `postgresql://…` into an Npgsql connection string; other text must be one already.</summary>
    /// <exception cref="FormatException">It begins like a URL and is none. The message does not repeat it: it has a password.</exception>
    /// <exception cref="ArgumentException">It is no connection string, or has a keyword that is not known.</exception>
    public static string ToConnectionString(string connection)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        if (!connection.StartsWith("postgres://", StringComparison.Ordinal)
            && !connection.StartsWith("postgresql://", StringComparison.Ordinal))
        {
            return new NpgsqlConnectionStringBuilder(connection).ConnectionString;
        }

        if (!Uri.TryCreate(connection, UriKind.Absolute, out var url) || url.AbsolutePath.Length < 2)
        {
            throw new FormatException(
                "The database URL cannot be read; expected is postgres://user:password@host:port/database?keyword=value.");
        }

        var user = url.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.IsDefaultPort || url.Port < 0 ? NpgsqlConnection.DefaultPort : url.Port,
            Database = Uri.UnescapeDataString(url.AbsolutePath[1..]),
        };
        if (user[0].Length > 0)
        {
            settings.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length == 2)
        {
            settings.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            settings[KeywordOf(Uri.UnescapeDataString(parts[0]))] = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return settings.ConnectionString;
    }

    private static string KeywordOf(string libpqName) => libpqName switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "connect_timeout" => "Timeout",
        "application_name" => "Application Name",
        _ => libpqName,
    };
}

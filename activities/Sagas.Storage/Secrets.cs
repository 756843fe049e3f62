using System.Security.Cryptography;
using Npgsql;

namespace Sagas.Storage;

/// <summary>Secrets that the system makes for itself and all its processes share.</summary>
public static class Secrets
{
    /// <summary>Behind ticket codes. Changing it makes all codes issued so far different from those computed anew.</summary>
    public const string TicketCodes = "ticket-codes";

    private const int SecretBytes = 32;

    /// <summary>The secret of that name, made on first use.</summary>
    public static async Task<byte[]> GetOrCreateAsync(
        NpgsqlDataSource database, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var insert = database.CreateCommand(
            "insert into bookings.secrets (name, secret) values ($1, $2) on conflict do nothing");
        insert.Parameters.Add(new() { Value = name });
        insert.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(SecretBytes) });
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await using var select = database.CreateCommand("select secret from bookings.secrets where name = $1");
        select.Parameters.Add(new() { Value = name });
        return (byte[])(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}

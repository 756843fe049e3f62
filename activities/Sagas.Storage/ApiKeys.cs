using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Sagas.Storage;

/// <summary>What a key may do.</summary>
public enum ApiKeyRole
{
    /// <summary>Books, and sees its own bookings.</summary>
    Client,

    /// <summary>Sees and repairs what is stuck.</summary>
    Support,
}

/// <summary>API keys: made here, stored as SHA-256 only.</summary>
public static class ApiKeys
{
    private const int KeyBytes = 32;

    /// <summary>A new random key, such as `sagas_client_…`.</summary>
    public static string Generate(ApiKeyRole role) =>
        $"sagas_{NameOf(role)}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes))}";

    /// <summary>What the database keeps of a key: SHA-256 over its UTF-8 bytes.</summary>
    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Lets a key in. A key that is known already is left as it is.</summary>
    public static async Task AddAsync(
        NpgsqlDataSource database, string key, string clientId, ApiKeyRole role, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentException.ThrowIfNullOrWhiteSpace(clientId);
        await using var command = database.CreateCommand(
            "insert into bookings.api_keys (key_hash, client_id, role) values ($1, $2, $3) on conflict do nothing");
        command.Parameters.Add(new() { Value = Hash(key) });
        command.Parameters.Add(new() { Value = clientId });
        command.Parameters.Add(new() { Value = NameOf(role) });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string NameOf(ApiKeyRole role) => role switch
    {
        ApiKeyRole.Client => "client",
        ApiKeyRole.Support => "support",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Known roles are Client and Support."),
    };
}

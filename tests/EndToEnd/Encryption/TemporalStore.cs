using System.Text;
using Npgsql;

namespace EndToEnd.Encryption;

/// <summary>All that the embedded Temporal server keeps in PostgreSQL, to be searched.</summary>
internal static class TemporalStore
{
    /// <summary>The tables in which a text is found, as it is or inside binary columns.</summary>
    public static async Task<IReadOnlyList<string>> TablesWithAsync(NpgsqlDataSource database, string text)
    {
        var found = new List<string>();
        foreach (var table in await TablesAsync(database))
        {
            // A row's text form shows binary columns in hexadecimal.
            await using var search = database.CreateCommand(
                $"select exists (select from {table} t where t::text ilike '%' || $1 || '%' or t::text like '%' || $2 || '%')");
            search.Parameters.Add(new NpgsqlParameter { Value = text });
            search.Parameters.Add(new NpgsqlParameter { Value = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)) });
            if ((bool)(await search.ExecuteScalarAsync())!)
            {
                found.Add(table);
            }
        }

        return found;
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(NpgsqlDataSource database)
    {
        var tables = new List<string>();
        await using var list = database.CreateCommand(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = 'temporal'");
        await using var rows = await list.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            tables.Add(rows.GetString(0));
        }

        return tables;
    }
}

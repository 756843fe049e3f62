namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>The schema's statements, compiled into the assembly.</summary>
internal static class PostgresSchema
{
    /// <summary>Creates what is missing.</summary>
    public static string Sql { get; } = Read();

    private static string Read()
    {
        const string name = "Temporal.DevServer.Persistence.Postgres.Schema.sql";
        using var stream = typeof(PostgresSchema).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

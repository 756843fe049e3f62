using Npgsql;

namespace Sagas.Storage;

/// <summary>How every part connects.</summary>
public static class SagasDatabase
{
    /// <summary>
    /// No statement of a saga may run longer: it would outlive the activity that waits for it. And every statement finds its
    /// rows by key, so that one plan suits all parameters: PostgreSQL would plan those with arrays anew at every call.
    /// </summary>
    private const string SessionOptions =
        "-c statement_timeout=4s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
        + " -c plan_cache_mode=force_generic_plan";

    /// <summary>A pool with the project's limits. Statements are prepared on second use.</summary>
    /// <param name="connection">An Npgsql connection string, or a `postgres://user:password@host:port/database` URL.</param>
    /// <param name="applicationName">Shown in pg_stat_activity.</param>
    /// <param name="poolMax">Most connections.</param>
    public static NpgsqlDataSource Open(string connection, string applicationName, int poolMax = 20)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionUrl.ToConnectionString(connection))
        {
            ApplicationName = applicationName,
            MaxPoolSize = poolMax,
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 2,
            CommandTimeout = 5,
            Timeout = 10,
            Options = SessionOptions,
            // No statement here changes its session, so there is nothing to reset.
            NoResetOnClose = true,
        };
        // Named, because without a name telemetry names it by its connection string.
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = applicationName }.Build();
    }
}

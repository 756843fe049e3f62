using System.Diagnostics;
using System.Diagnostics.Metrics;
using Npgsql;

namespace Sagas.Effects;

/// <summary>
/// A span and a measurement per effect, from the request to its commit. The round trip itself is shared by many
/// bookings, so no span of it could belong to one; this one does. Used only where somebody collects them.
/// </summary>
public sealed class TracedEffects(IEffects inner) : IEffects
{
    private const string Name = "Sagas.Effects";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "sagas.effect.duration", "s", "Time from asking for a database effect to its commit");

    /// <inheritdoc />
    public async Task<T> ApplyAsync<T>(Effect<T> effect, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(effect);
        var function = FunctionOf(effect.Sql);
        var began = Stopwatch.GetTimestamp();
        using var span = Source.StartActivity(function, ActivityKind.Client);
        span?.SetTag("db.system.name", "postgresql")
            .SetTag("db.stored_procedure.name", function)
            .SetTag("db.query.text", effect.Sql);
        try
        {
            var answer = await inner.ApplyAsync(effect, cancellationToken).ConfigureAwait(false);
            Duration.Record(Seconds(began), new TagList { { "db.stored_procedure.name", function } });
            return answer;
        }
        catch (Exception error)
        {
            var kind = (error as PostgresException)?.SqlState ?? error.GetType().Name;
            Duration.Record(
                Seconds(began), new TagList { { "db.stored_procedure.name", function }, { "error.type", kind } });
            span?.SetTag("error.type", kind).SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    /// <summary>The name of the function that the statement calls: what stands before its first parenthesis.</summary>
    internal static string FunctionOf(string sql)
    {
        var end = sql.IndexOf('(', StringComparison.Ordinal);
        var head = end < 0 ? sql : sql[..end];
        return head[(head.LastIndexOf(' ') + 1)..];
    }

    private static double Seconds(long began) => Stopwatch.GetElapsedTime(began).TotalSeconds;
}

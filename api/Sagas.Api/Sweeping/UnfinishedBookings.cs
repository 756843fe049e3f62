using Dapper;
using Npgsql;

namespace Sagas.Api.Sweeping;

/// <summary>The facts that the sweep for lost workflows asks.</summary>
internal sealed class UnfinishedBookings(NpgsqlDataSource database)
{
    /// <summary>Younger ones are at work, as a rule; one whose workflow is ended from outside is found by that.</summary>
    private const int AgeSecondsMin = 30;

    /// <summary>A page of what is not decided or waits for support, by age.</summary>
    /// <param name="after">When the last one of the page before was accepted.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<IReadOnlyList<OpenRow>> OpenAsync(DateTime after, int count, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return (await connection.QueryAsync<OpenRow>(new CommandDefinition(
            $"""
             select booking_id, accepted_at from bookings.open_bookings
              where accepted_at > @after and accepted_at < now() - make_interval(secs => {AgeSecondsMin})
              order by accepted_at limit @count
             """,
            new { after, count },
            cancellationToken: stop))).AsList();
    }

    /// <summary>
    /// A page of the slow way round all bookings: those that are decided, and yet have something left to do, such as tickets
    /// that were never mailed.
    /// </summary>
    /// <param name="after">Where the page before ended; empty: from the start.</param>
    /// <param name="count">How many bookings to look at.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<DecidedPage> DecidedAsync(string after, int count, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.QuerySingleAsync<DecidedPage>(new CommandDefinition(
            "select page_end, booking_ids from bookings.unfinished_after(@after, @count)",
            new { after, count },
            cancellationToken: stop));
    }

    /// <summary>Those of these bookings that have something left to do.</summary>
    public async Task<IReadOnlyList<UnfinishedRow>> AmongAsync(IReadOnlyList<string> bookingIds, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return (await connection.QueryAsync<UnfinishedRow>(new CommandDefinition(
            $"""
             select {AcceptedRow.Columns}, attention_case, has_begun, recoveries from bookings.unfinished_bookings
              where booking_id = any (@ids)
             """,
            new { ids = bookingIds.ToArray() },
            cancellationToken: stop))).AsList();
    }
}

/// <summary>One row of <c>bookings.open_bookings</c>.</summary>
internal sealed class OpenRow
{
    public required string BookingId { get; init; }

    public DateTime AcceptedAt { get; init; }
}

/// <summary>Answer of <c>bookings.unfinished_after</c>.</summary>
internal sealed class DecidedPage
{
    /// <summary>Null: it was the last page.</summary>
    public string? PageEnd { get; init; }

    public required string[] BookingIds { get; init; }
}

/// <summary>One row of <c>bookings.unfinished_bookings</c>.</summary>
internal sealed class UnfinishedRow : AcceptedRow
{
    public int AttentionCase { get; init; }

    public bool HasBegun { get; init; }

    public int Recoveries { get; init; }
}

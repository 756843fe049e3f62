using Google.Protobuf;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Visibility;
using Temporal.DevServer.Visibility.Query;

namespace Temporal.DevServer.Frontend.Visibility;

/// <summary>A page of a list.</summary>
/// <param name="Records">The runs, in list order.</param>
/// <param name="Next">Token of the next page; empty when this one is not full.</param>
internal sealed record VisibilityPage(IReadOnlyList<VisibilityRecord> Records, ByteString Next)
{
    private const int SizeMax = 1000;

    /// <summary>Reads a page.</summary>
    public static async Task<VisibilityPage> ReadAsync(
        IVisibilityIndex index, NamespaceEntry entry, Predicate where, ByteString token, int pageSize,
        CancellationToken cancel)
    {
        var size = pageSize is > 0 and <= SizeMax ? pageSize : SizeMax;
        var records = await index.ListAsync(entry.Id, where, PageToken.Read(token), size, cancel).ConfigureAwait(false);
        return new VisibilityPage(
            records, records.Count == size ? PageToken.Write(PageKey.Of(records[^1])) : ByteString.Empty);
    }
}

/// <summary>Reads the query of a request.</summary>
internal static class ListQueries
{
    private const string StatusName = "ExecutionStatus";

    /// <summary>The condition of a query. A faulty one is INVALID_ARGUMENT.</summary>
    /// <param name="entry">The namespace.</param>
    /// <param name="query">The text.</param>
    /// <param name="grouping">Receives the names behind GROUP BY; null where grouping is not possible.</param>
    /// <param name="fault">How the error begins.</param>
    /// <param name="ofSchedules">True for a list of schedules.</param>
    /// <param name="ofActivities">True for a list of activities that were started on their own.</param>
    public static Predicate Bind(
        NamespaceEntry entry, string query, List<string>? grouping, string fault = "invalid query", bool ofSchedules = false,
        bool ofActivities = false)
    {
        try
        {
            var parsed = QueryParser.Parse(query);
            RequirePlain(parsed, grouping is not null);
            grouping?.AddRange(parsed.GroupBy);
            return new QueryBinder(entry) { IsForSchedules = ofSchedules, IsForActivities = ofActivities }
                .Bind(ofActivities ? ActivityNames.Of(parsed.Where) : parsed.Where);
        }
        catch (QueryException e)
        {
            throw Grpc.RpcErrors.InvalidArgument($"{fault}: {e.Message}");
        }
    }

    private static void RequirePlain(ParsedQuery query, bool mayGroup)
    {
        if (query.HasLimit)
        {
            throw QueryException.Unsupported("'LIMIT' clause");
        }

        if (query.HasOrderBy)
        {
            throw QueryException.Unsupported("'ORDER BY' clause");
        }

        if (query.GroupBy.Count == 0)
        {
            return;
        }

        if (!mayGroup)
        {
            throw QueryException.Unsupported("'GROUP BY' clause");
        }

        if (query.GroupBy.Count > 1)
        {
            throw QueryException.Unsupported("'GROUP BY' clause supports only a single field");
        }

        if (query.GroupBy[0] != StatusName)
        {
            throw QueryException.Unsupported("'GROUP BY' clause is only supported for ExecutionStatus");
        }
    }
}

using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sagas.TestSupport;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Persistence.Postgres;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Tests.Persistence;

public sealed class PostgresStoreTests : IAsyncLifetime
{
    private string _database = "";
    private PostgresStorage _storage = null!;

    private IExecutionStore Store => _storage.Executions;

    public async Task InitializeAsync()
    {
        if (PostgresBinaries.SkipReason is null)
        {
            _database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
            _storage = await OpenAsync(_database);
        }
    }

    public async Task DisposeAsync()
    {
        if (_storage is not null)
        {
            await _storage.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Commit_NewRun_IsLoadedWithPartsAndHistory()
    {
        var key = NewKey("w\0\uFDD0");
        await Store.CommitAsync(Set(Change(key, 0, 1) with
        {
            BecomesCurrent = true,
            NewHistory = [Batch(1, 2), Batch(3, 3)],
            Parts = [new RunPart(1, "a", new byte[] { 7 }), new RunPart(1, "b", Array.Empty<byte>())],
            NextTimer = DateTimeOffset.UnixEpoch.AddDays(1),
        }));

        var run = (await Store.LoadRunAsync(key)).ShouldNotBeNull();

        run.Version.ShouldBe(1);
        Encoding.UTF8.GetString(run.State.Span).ShouldBe("state 1");
        run.Parts.Select(p => p.Id).ShouldBe(["a", "b"], ignoreOrder: true);
        (await Store.LoadCurrentRunIdAsync(key.Workflow)).ShouldBe(key.RunId);
        (await Store.ReadHistoryAsync(key, 2, 10)).Select(b => b.FirstEventId).ShouldBe([1, 3]);
        (await Store.ReadHistoryAsync(key, 3, 10)).Select(b => b.FirstEventId).ShouldBe([3]);
        (await Store.ReadHistoryReverseAsync(key, 2, 10)).Select(b => b.FirstEventId).ShouldBe([1]);
        (await ScanAsync()).ShouldHaveSingleItem().Key.ShouldBe(key);
    }

    [PostgresFact]
    public async Task Commit_ManyAtOnce_ShareTransactionsAndKeepOrder()
    {
        var keys = Enumerable.Range(0, 100).Select(i => NewKey($"many-{i}")).ToList();

        var commits = keys.SelectMany(key => new[]
        {
            Store.CommitAsync(Set(Change(key, 0, 1) with { NewHistory = [Batch(1, 1)] })),
            Store.CommitAsync(Set(Change(key, 1, 2) with { NewHistory = [Batch(2, 2)] })),
        }).ToList();
        await Task.WhenAll(commits);

        foreach (var key in keys)
        {
            (await Store.LoadRunAsync(key))!.Version.ShouldBe(2);
            (await Store.ReadHistoryAsync(key, 1, 10)).Count.ShouldBe(2);
        }

        _storage.Commits.ShouldBeLessThan(50);
    }

    [PostgresFact]
    public async Task Commit_SetThatMayWait_GoesToDiskWithTheNextOne()
    {
        await using var storage = await OpenPatientAsync();
        var key = NewKey("begun");
        await storage.Executions.CommitAsync(Set(Change(key, 0, 1)));
        var before = storage.Commits;

        var begun = storage.Executions.CommitAsync(Set(Change(key, 1, 2)) with { MayWait = true });
        var done = storage.Executions.CommitAsync(Set(Change(key, 2, 3)));
        await Task.WhenAll(begun, done);

        (storage.Commits - before).ShouldBe(1);
        (await storage.Executions.LoadRunAsync(key))!.Version.ShouldBe(3);
    }

    [PostgresFact]
    public async Task Commit_SetThatMayWait_IsHurried()
    {
        await using var storage = await OpenPatientAsync();
        var key = NewKey("hurried");

        var begun = storage.Executions.CommitAsync(Set(Change(key, 0, 1)) with { MayWait = true });
        begun.IsCompleted.ShouldBeFalse();
        storage.Executions.Hurry();
        await begun;

        (await storage.Executions.LoadRunAsync(key))!.Version.ShouldBe(1);
    }

    [PostgresFact]
    public async Task Commit_SetThatMayWait_GoesToDiskByItselfInTheEnd()
    {
        var key = NewKey("alone");

        await Store.CommitAsync(Set(Change(key, 0, 1)) with { MayWait = true });

        (await Store.LoadRunAsync(key))!.Version.ShouldBe(1);
    }

    [PostgresFact]
    public async Task Commit_SmallTable_FindsRunsByKeyNotByReadingAllOfThem()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        var keys = Enumerable.Range(0, 200).Select(i => NewKey($"many-{i}")).ToList();
        await CommitAsync(database, keys.Select(key => Set(Change(key, 0, 1))));
        await using var source = Npgsql.NpgsqlDataSource.Create(database);
        await using (var analyze = source.CreateCommand("ANALYZE temporal.runs"))
        {
            await analyze.ExecuteNonQueryAsync();
        }

        var before = await ScansOfRunsAsync(source);
        await CommitAsync(database, keys.Select(key => Set(Change(key, 1, 2))));

        (await ScansOfRunsAsync(source) - before).ShouldBe(0);
    }

    [PostgresFact]
    public async Task Commit_OneConflictAmongMany_FailsAlone()
    {
        var good = Enumerable.Range(0, 20).Select(i => NewKey($"good-{i}")).ToList();
        var bad = NewKey("bad");

        var commits = good.Select(key => Store.CommitAsync(Set(Change(key, 0, 1)))).ToList();
        var conflict = Store.CommitAsync(Set(Change(bad, 5, 6)));
        commits.AddRange(good.Select(key => Store.CommitAsync(Set(Change(key, 1, 2)))));

        await Should.ThrowAsync<StoreConflictException>(() => conflict);
        await Task.WhenAll(commits);
        (await Store.LoadRunAsync(bad)).ShouldBeNull();
        (await Store.LoadRunAsync(good[19]))!.Version.ShouldBe(2);
    }

    [PostgresFact]
    public async Task Commit_ExistingRunAsNew_IsAConflict()
    {
        var key = NewKey("twice");
        await Store.CommitAsync(Set(Change(key, 0, 1)));

        await Should.ThrowAsync<StoreConflictException>(() => Store.CommitAsync(Set(Change(key, 0, 1))));
    }

    [PostgresFact]
    public async Task Commit_Removal_LeavesNothing()
    {
        var key = NewKey("gone");
        await Store.CommitAsync(Set(Change(key, 0, 1) with
        {
            BecomesCurrent = true,
            NewHistory = [Batch(1, 1)],
            Parts = [new RunPart(1, "a", new byte[] { 7 })],
            ClosedAt = DateTimeOffset.UnixEpoch,
        }));
        (await Store.ListClosedBeforeAsync("ns", DateTimeOffset.UtcNow, 10)).ShouldBe([key]);

        await Store.CommitAsync(new ChangeSet { Removals = [new RunRemoval(key)] });

        (await Store.LoadRunAsync(key)).ShouldBeNull();
        (await Store.LoadCurrentRunIdAsync(key.Workflow)).ShouldBeNull();
        (await Store.ReadHistoryAsync(key, 0, 10)).ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task Namespace_Saved_IsThereAfterReopening()
    {
        var entry = NamespaceRegistry.NewEntry("kept", TimeSpan.FromDays(3)) with
        {
            Description = "for good",
            SearchAttributeSlots = new Dictionary<string, string> { ["Foo"] = "KeywordList01" },
        };
        await _storage.Namespaces.SaveAsync(entry, CancellationToken.None);
        var cluster = _storage.ClusterId;
        await _storage.DisposeAsync();

        _storage = await OpenAsync(_database);

        var loaded = (await _storage.Namespaces.LoadAsync(CancellationToken.None)).ShouldHaveSingleItem();
        (loaded.Name, loaded.Retention, loaded.Description).ShouldBe(("kept", TimeSpan.FromDays(3), "for good"));
        loaded.CustomSearchAttributes["Foo"].ShouldBe(IndexedValueType.KeywordList);
        _storage.ClusterId.ShouldBe(cluster);
    }

    [PostgresFact]
    public async Task SecondServer_WhileTheFirstLives_Waits()
    {
        var second = OpenAsync(_database);
        await Store.CommitAsync(Set(Change(NewKey("first"), 0, 1)));
        second.IsCompleted.ShouldBeFalse();

        await _storage.DisposeAsync();

        _storage = await second;
        await Store.CommitAsync(Set(Change(NewKey("second"), 0, 1)));
    }

    private static Task<PostgresStorage> OpenAsync(string database) =>
        PostgresStorage.OpenAsync(database, NullLogger.Instance, CancellationToken.None);

    /// <summary>A store, on a database of its own, whose sets that may wait do so until they are hurried.</summary>
    private static async Task<PostgresStorage> OpenPatientAsync()
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        return await PostgresStorage.OpenAsync(
            database, NullLogger.Instance, CancellationToken.None, TimeSpan.FromHours(1));
    }

    private async Task<List<ResumableRun>> ScanAsync()
    {
        var runs = new List<ResumableRun>();
        await foreach (var run in Store.ScanResumableAsync())
        {
            runs.Add(run);
        }

        return runs;
    }

    private static RunKey NewKey(string workflowId) => new("ns", workflowId, Guid.NewGuid().ToString());

    private static ChangeSet Set(RunChange change) => new() { Changes = [change] };

    private static HistoryBatch Batch(long first, long last) => new(first, last, new byte[] { 1, 2, 3 });

    /// <summary>Commits in a session of its own: a session shows what it counted when it ends, at the latest.</summary>
    private static async Task CommitAsync(string database, IEnumerable<ChangeSet> sets)
    {
        await using var storage = await OpenAsync(database);
        await Task.WhenAll(sets.Select(storage.Executions.CommitAsync));
    }

    private static async Task<long> ScansOfRunsAsync(Npgsql.NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(
            "SELECT seq_scan FROM pg_stat_user_tables WHERE schemaname = 'temporal' AND relname = 'runs'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static RunChange Change(RunKey key, long expected, long version) => new()
    {
        Key = key,
        ExpectedVersion = expected,
        Version = version,
        State = Encoding.UTF8.GetBytes($"state {version}"),
    };
}

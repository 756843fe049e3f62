using Npgsql;
using Sagas.Effects;
using Sagas.Storage;
using Sagas.TestSupport;

namespace Sagas.Activities.Tests.Effects;

[Collection(DatabaseCollection.Name)]
public sealed class GroupCommitterTests(DatabaseFixture fixture)
{
    [Fact]
    public async Task Apply_ManyWhileOneCommits_ShareTransactions()
    {
        const int Many = 200;
        const int GroupsOfMany = (Many + GroupCommitter.GroupMax - 1) / GroupCommitter.GroupMax;
        await using var holder = await fixture.Database.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await new NpgsqlCommand("select pg_advisory_xact_lock(200)", holder, held).ExecuteNonQueryAsync();
        await using var effects = new GroupCommitter(fixture.Database);

        var first = effects.ApplyAsync(new TestEffect("select 1 from pg_advisory_xact_lock(200)"));
        var rest = Enumerable.Range(0, Many).Select(_ => effects.ApplyAsync(new TestEffect("select pg_current_xact_id()"))).ToList();
        await held.RollbackAsync();

        await first;
        (await Task.WhenAll(rest)).Distinct().Count().ShouldBeLessThanOrEqualTo(1 + GroupsOfMany);
    }

    [Fact]
    public async Task Apply_OneOfAGroupFails_OnlyThatOneFails()
    {
        var good = Enumerable.Range(0, 20).Select(i => fixture.Effects.ApplyAsync(new TestEffect($"select {i}"))).ToList();
        var bad = fixture.Effects.ApplyAsync(new TestEffect("select 1 / 0"));
        good.AddRange(Enumerable.Range(20, 20).Select(i => fixture.Effects.ApplyAsync(new TestEffect($"select {i}"))));
        (await Should.ThrowAsync<PostgresException>(() => bad)).SqlState.ShouldBe("22012");
        (await Task.WhenAll(good)).Select(int.Parse).ShouldBe(Enumerable.Range(0, 40));
    }

    [Fact]
    public async Task Apply_Cancelled_OthersGoOn()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() =>
            fixture.Effects.ApplyAsync(new TestEffect("select 1"), cancelled.Token));
        (await fixture.Effects.ApplyAsync(new TestEffect("select 2"))).ShouldBe("2");
    }

    [Fact]
    public async Task Apply_DatabaseKilledAndStartedAgain_FailsThenWorks()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var database = SagasDatabase.Open(cluster.ConnectionString, "tests");
        await using var effects = new GroupCommitter(database);
        (await effects.ApplyAsync(new TestEffect("select 1"))).ShouldBe("1");
        await cluster.KillAsync();
        await Should.ThrowAsync<NpgsqlException>(() => effects.ApplyAsync(new TestEffect("select 2")));
        await cluster.RestartAsync();
        (await effects.ApplyAsync(new TestEffect("select 3"))).ShouldBe("3");
    }

    [Fact]
    public async Task Dispose_EffectsWaiting_AreFinished()
    {
        var effects = new GroupCommitter(fixture.Database);
        var answers = Enumerable.Range(0, 10).Select(i => effects.ApplyAsync(new TestEffect($"select {i}"))).ToList();
        await effects.DisposeAsync();
        (await Task.WhenAll(answers)).Length.ShouldBe(10);
    }
}

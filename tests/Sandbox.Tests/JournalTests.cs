using Sandbox.Hosting.Storage;
using Sandbox.SendGrid.Mail;
using Sandbox.SendGrid.Store;

namespace Sandbox.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("sandbox-journal-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void Rewrite_ThenAppend_NextStartSeesBothAndNothingElse()
    {
        using (var journal = Open(out _))
        {
            journal.Append([1]);
            journal.Append([2]);
            var positions = journal.Rewrite([[7, 7]]);
            journal.Read(positions.ShouldNotBeNull().Single()).ShouldBe([7, 7]);
            journal.Append([8]);
            journal.Count.ShouldBe(2);
        }

        using var again = Open(out var seen);
        seen.ShouldBe([[7, 7], [8]]);
    }

    [Fact]
    public void Rewrite_KilledBeforeTheRename_OldRecordsAreThereAndTheLeftoverIsNoHindrance()
    {
        using (var journal = Open(out _))
        {
            journal.Append([1]);
            Should.Throw<InvalidOperationException>(() => journal.Rewrite(Dies()));
            journal.Append([2]);
        }

        File.Exists(Path.Combine(_data, "test.journal.new")).ShouldBeTrue();
        using var again = Open(out var seen);
        seen.ShouldBe([[1], [2]]);
        again.Rewrite([[3]]);
        File.Exists(Path.Combine(_data, "test.journal.new")).ShouldBeFalse();

        static IEnumerable<byte[]> Dies()
        {
            yield return [9];
            throw new InvalidOperationException("killed here");
        }
    }

    [Fact]
    public void Rewrite_CannotBeWritten_AllIsAsItWas()
    {
        Directory.CreateDirectory(Path.Combine(_data, "test.journal.new"));
        using (var journal = Open(out _))
        {
            journal.Append([1]);
            journal.Rewrite([[9]]).ShouldBeNull();
            journal.Append([2]);
        }

        using var again = Open(out var seen);
        seen.ShouldBe([[1], [2]]);
    }

    [Fact]
    public void Rewrite_JournalIsStillHeld_NobodyElseMayOpenIt()
    {
        using var journal = Open(out _);
        journal.Rewrite([[1]]);

        Should.Throw<Sandbox.Hosting.SandboxStartException>(() => Open(out _));
    }

    [Fact]
    public void Mails_FarMoreThanAreKept_NewestStayWithTheirRequests()
    {
        using (var store = MailStore.Open(_data))
        {
            for (var i = 0; i < 10; i++)
            {
                store.Add(
                    new Envelope($"m{i}", i, [], "", "", new Dictionary<string, string>(), ""), [(byte)i]);
            }
        }

        using var again = MailStore.Open(_data, keptMax: 3);

        again.List().Select(mail => mail.Id).ShouldBe(["m7", "m8", "m9"]);
        again.Body("m8").ShouldBe([8]);
        again.Body("m1").ShouldBeNull();
    }

    private Journal Open(out List<byte[]> seen)
    {
        var records = seen = [];
        return Journal.Open(_data, "test.journal", (_, payload) => records.Add(payload.ToArray()));
    }
}

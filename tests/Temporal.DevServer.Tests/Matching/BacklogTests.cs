using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;

namespace Temporal.DevServer.Tests.Matching;

public sealed class BacklogTests
{
    private readonly Backlog _backlog = new();

    [Fact]
    public void Take_GivesLowerLevelsFirst_AndInOrderWithinALevel()
    {
        Add("c", level: 3);
        Add("e", level: 5);
        Add("a", level: 1);
        Add("d", level: 3);
        Add("b", level: 2);

        TakeAll().ShouldBe("abcde");
    }

    [Fact]
    public void Take_OfKeysOfEqualWeight_TakesTurns()
    {
        AddMany("aaaa", "big");
        AddMany("b", "small");
        AddMany("cc", "middle");

        TakeAll().ShouldBe("abcacaa");
    }

    [Fact]
    public void Take_OfAKeyWithTwiceTheWeight_GivesItTwoOfThree()
    {
        AddMany("aaaa", "light");
        AddMany("bbbbbbbb", "heavy", weight: 2);

        TakeAll().ShouldBe("babbabbabbab");
    }

    [Fact]
    public void Take_OfAKeyThatComesLate_DoesNotMakeUpForThePast()
    {
        AddMany("aaaaaaaa", "early");
        Take(4).ShouldBe("aaaa");
        AddMany("bbbb", "late");

        Take(6).ShouldBe("ababab");
    }

    [Fact]
    public void Take_OfTasksWithoutAKey_CountsThemAsOneKey()
    {
        AddMany("xxx", "");
        AddMany("a", "a");

        TakeAll().ShouldBe("xaxx");
    }

    [Fact]
    public void PutBack_IsFirstInItsLevel()
    {
        AddMany("ab", "");
        var a = _backlog.Take()!;
        Add("u", level: 1);
        _backlog.PutBack(a);

        TakeAll().ShouldBe("uab");
    }

    [Fact]
    public void Remove_LeavesTheOthers()
    {
        AddMany("ab", "key");
        var b = _backlog.Tasks.Single(task => task.Queue == "b");

        _backlog.Remove(b).ShouldBeTrue();
        _backlog.Remove(b).ShouldBeFalse();

        TakeAll().ShouldBe("a");
    }

    private void AddMany(string names, string key, double weight = 1)
    {
        foreach (var name in names)
        {
            Add(name.ToString(), key: key, weight: weight);
        }
    }

    private void Add(string name, int level = TaskPriority.LevelDefault, string key = "", double weight = 1) =>
        _backlog.Add(new WorkflowQueueTask(new RunKey("ns", "w", "run"), stamp: 1)
        {
            Queue = name,
            NormalQueue = name,
            Priority = new TaskPriority(level, key, weight),
        });

    private string TakeAll() => Take(_backlog.Count);

    private string Take(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => _backlog.Take()!.Queue));
}

using System.Reflection;
using Temporal.DevServer.History;

namespace Temporal.DevServer.Tests.History;

/// <summary>
/// Every row of every transition table is exercised by the tests of this folder, which this one runs.
/// </summary>
public sealed class TransitionCoverageTests
{
    private static readonly Type[] Suites =
    [
        typeof(WorkflowTaskTests), typeof(ActivityTests), typeof(LifecycleTests), typeof(MessageTests), typeof(ChildTests),
        typeof(RareTransitionTests), typeof(NexusOperationTests), typeof(NexusCancellationTests), typeof(CallbackTests),
    ];

    [Fact]
    public async Task Tables_AllRows_AreExercised()
    {
        foreach (var suite in Suites)
        {
            await RunAsync(suite);
        }

        string[] unseen =
        [
            .. Unseen(WorkflowTaskMachine.Table), .. Unseen(ActivityMachine.Table), .. Unseen(TimerMachine.Table),
            .. Unseen(ChildMachine.Table), .. Unseen(ExternalMachine.Table), .. Unseen(UpdateMachine.Table),
            .. Unseen(RunMachine.Table), .. Unseen(NexusOperationMachine.Table), .. Unseen(NexusCancellationMachine.Table),
            .. Unseen(CallbackMachine.Table),
        ];
        unseen.ShouldBeEmpty();
    }

    [Fact]
    public void Table_MoveWithoutRow_BreaksAnInvariant()
    {
        var error = Should.Throw<InvariantException>(
            () => TimerMachine.Table.Next(TimerStatus.Canceled, TimerTrigger.Fire, "t"));

        error.Message.ShouldBe("Timer t is Canceled: Fire is not allowed.");
    }

    [Fact]
    public void Table_Printed_HasARowALine() => TimerMachine.Table.Print().ShouldBe(
        """
        Timer
          None --Start--> Started
          Started --Fire--> Fired
          Started --Cancel--> Canceled
          Fired --Cancel--> Canceled

        """);

    private static IEnumerable<string> Unseen<TState, TTrigger>(TransitionTable<TState, TTrigger> table)
        where TState : struct, Enum
        where TTrigger : struct, Enum => table.Rows
            .Where(r => !table.Seen.ContainsKey((r.From, r.Trigger)))
            .Select(r => $"{typeof(TState).Name} {r.From} {r.Trigger}");

    private static async Task RunAsync(Type suite)
    {
        foreach (var test in suite.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            var rows = test.GetCustomAttributes<InlineDataAttribute>().SelectMany(a => a.GetData(test)).ToArray();
            foreach (var row in rows.Length > 0 ? rows : [[]])
            {
                if (test.Invoke(Activator.CreateInstance(suite), row) is Task running)
                {
                    await running;
                }
            }
        }
    }
}

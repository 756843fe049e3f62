using System.Runtime.CompilerServices;
using System.Text;
using Temporalio.Exceptions;

namespace Temporalio.Worker.Workflows.Machines;

/// <summary>What is common to all transition tables, for printing and for the test that every row is covered.</summary>
internal interface ITransitionTable
{
    string Name { get; }

    IEnumerable<string> UnvisitedRows { get; }

    string Print();
}

/// <summary>
/// The transitions of a state machine. A trigger that has no row in the machine's state is a non-determinism: history
/// has an event that the workflow's own calls do not allow.
/// </summary>
internal sealed class TransitionTable<TState, TTrigger> : ITransitionTable
    where TState : struct, Enum
    where TTrigger : struct, Enum
{
    private const int None = -1;
    private readonly (TState From, TTrigger On, TState To)[] _rows;
    private readonly int _triggers = Enum.GetValues<TTrigger>().Length;
    private readonly int[] _rowOf;
    private readonly bool[] _visited;

    public TransitionTable(string name, params (TState From, TTrigger On, TState To)[] rows)
    {
        Name = name;
        _rows = rows;
        _visited = new bool[rows.Length];
        _rowOf = new int[Enum.GetValues<TState>().Length * _triggers];
        Array.Fill(_rowOf, None);
        for (var i = 0; i < rows.Length; i++)
        {
            ref var cell = ref _rowOf[Cell(rows[i].From, rows[i].On)];
            if (cell != None)
            {
                throw new ArgumentException($"{name} has two rows for {rows[i].From} on {rows[i].On}");
            }
            cell = i;
        }
    }

    public string Name { get; }

    public IEnumerable<string> UnvisitedRows => _rows.Where((_, i) => !_visited[i]).Select(Format);

    public TState Next(TState from, TTrigger on, Machine machine)
    {
        var row = _rowOf[Cell(from, on)];
        if (row == None)
        {
            throw Nondeterminism.Error(
                $"{machine.Describe()} is {from} according to the workflow, which does not allow {on}");
        }
        _visited[row] = true;
        return _rows[row].To;
    }

    public string Print()
    {
        var text = new StringBuilder(Name).Append('\n');
        foreach (var row in _rows)
        {
            text.Append("  ").Append(Format(row)).Append('\n');
        }
        return text.ToString();
    }

    private static string Format((TState From, TTrigger On, TState To) row) => $"{row.From} --{row.On}--> {row.To}";

    private int Cell(TState from, TTrigger on) =>
        (Unsafe.As<TState, int>(ref from) * _triggers) + Unsafe.As<TTrigger, int>(ref on);
}

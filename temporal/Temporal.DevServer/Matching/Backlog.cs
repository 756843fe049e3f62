namespace Temporal.DevServer.Matching;

/// <summary>
/// Tasks that wait for a worker: those of a lower level first, within a level in the rounds of <see cref="FairRounds"/>,
/// within a round in order. What was taken and comes back is first in its level. Not safe for threads.
/// </summary>
internal sealed class Backlog
{
    private readonly PriorityQueue<QueueTask, Position> _tasks = new();
    private readonly FairRounds?[] _levels = new FairRounds?[TaskPriority.LevelMax + 1];
    private long _next;
    private long _front;

    /// <summary>Tasks that wait.</summary>
    public int Count => _tasks.Count;

    /// <summary>Tasks that wait, in no order.</summary>
    public IEnumerable<QueueTask> Tasks => _tasks.UnorderedItems.Select(item => item.Element);

    /// <summary>Adds a new task.</summary>
    public void Add(QueueTask task)
    {
        var priority = task.Priority;
        var round = Level(priority).Join(priority.FairnessKey, priority.Weight);
        _tasks.Enqueue(task, new Position(priority.Level, round, _next++));
    }

    /// <summary>Adds a task that was taken already.</summary>
    public void PutBack(QueueTask task)
    {
        var priority = task.Priority;
        _tasks.Enqueue(task, new Position(priority.Level, Level(priority).Rejoin(priority.FairnessKey), --_front));
    }

    /// <summary>Takes the task whose turn it is; null when there is none.</summary>
    public QueueTask? Take()
    {
        if (!_tasks.TryDequeue(out var task, out var position))
        {
            return null;
        }

        Level(task.Priority).Take(task.Priority.FairnessKey, position.Round);
        return task;
    }

    /// <summary>Takes a certain task out; false when it is not here.</summary>
    public bool Remove(QueueTask task)
    {
        if (!_tasks.Remove(task, out _, out _))
        {
            return false;
        }

        Level(task.Priority).Leave(task.Priority.FairnessKey);
        return true;
    }

    private FairRounds Level(TaskPriority priority) => _levels[priority.Level] ??= new FairRounds();

    private readonly record struct Position(int Level, double Round, long Order) : IComparable<Position>
    {
        public int CompareTo(Position other)
        {
            var byLevel = Level.CompareTo(other.Level);
            if (byLevel != 0)
            {
                return byLevel;
            }

            var byRound = Round.CompareTo(other.Round);
            return byRound != 0 ? byRound : Order.CompareTo(other.Order);
        }
    }
}

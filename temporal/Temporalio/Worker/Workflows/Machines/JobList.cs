namespace Temporalio.Worker.Workflows.Machines;

/// <summary>Order in which the jobs of one activation are applied; within one order, history order.</summary>
internal enum JobOrder
{
    Initialize,
    RandomSeed,
    SignalOrUpdate,
    Other,
    LocalActivity,
}

/// <summary>What a job does.</summary>
internal enum JobKind
{
    /// <summary>Start the workflow; payload: the started event.</summary>
    Initialize,

    /// <summary>Use a new random seed; payload: the run id it comes from.</summary>
    RandomSeed,

    /// <summary>Handle a signal; payload: its event.</summary>
    Signal,

    /// <summary>Handle an update; payload: its machine.</summary>
    Update,

    /// <summary>Cancel the workflow; payload: the event.</summary>
    CancelWorkflow,

    /// <summary>Give a machine's outcome to the workflow; payload: the machine.</summary>
    Deliver,
}

/// <summary>One thing to tell the workflow.</summary>
internal readonly record struct Job(JobOrder Order, JobKind Kind, object Payload);

/// <summary>What an activation tells the workflow.</summary>
internal sealed class JobList
{
    private readonly List<Job> _jobs = [];

    public bool IsEmpty => _jobs.Count == 0;

    public void Add(JobOrder order, JobKind kind, object payload) => _jobs.Add(new(order, kind, payload));

    public void Deliver(Machine machine) => Add(JobOrder.Other, JobKind.Deliver, machine);

    /// <summary>Takes all jobs, in the order in which they are applied.</summary>
    public List<Job> Take()
    {
        var taken = new List<Job>(_jobs.Count);
        for (var order = JobOrder.Initialize; order <= JobOrder.LocalActivity; order++)
        {
            foreach (var job in _jobs)
            {
                if (job.Order == order)
                {
                    taken.Add(job);
                }
            }
        }
        _jobs.Clear();
        return taken;
    }
}

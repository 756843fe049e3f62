using Temporalio.Exceptions;

namespace Sagas.Workflows.Tests.Fakes;

/// <summary>What goes wrong with one attempt of a fake activity.</summary>
internal abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>A declared refusal; nothing happens.</summary>
    public sealed record Refuse(string Code, string? Detail = null) : Fault
    {
        public ApplicationFailureException ToException(int attempt) =>
            new($"refused: {Code}", errorType: Code, nonRetryable: true, details: [Detail!, attempt]);
    }

    /// <summary>An unknown failure before anything happens.</summary>
    public sealed record Break : Fault;

    /// <summary>An unknown failure that no retry will cure.</summary>
    public sealed record BreakForGood : Fault;

    /// <summary>The effect happens, its answer is lost.</summary>
    public sealed record LoseAnswer : Fault;

    /// <summary>Nothing goes wrong, but the attempt waits at the gate first.</summary>
    public sealed record WaitAt(Gate Gate) : Fault;
}

/// <summary>Stops an activity until the test lets it through.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Open() => _open.TrySetResult();

    public async Task PassAsync()
    {
        _reached.TrySetResult();
        await _open.Task;
    }
}

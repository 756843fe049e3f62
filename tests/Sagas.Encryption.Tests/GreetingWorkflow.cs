using Temporalio.Activities;
using Temporalio.Workflows;

namespace Sagas.Encryption.Tests;

/// <summary>Has its payloads everywhere: input, activity, signal, query, result, summary, details.</summary>
[Workflow]
public sealed class GreetingWorkflow
{
    public const string TaskQueue = "greetings";

    private string _name = "";
    private string _surname = "";

    [Activity]
    public static Task<string> CapitaliseAsync(string word) =>
        Task.FromResult(char.ToUpperInvariant(word[0]) + word[1..]);

    [WorkflowRun]
    public async Task<string> RunAsync(string name)
    {
        _name = await CapitalisedAsync(name);
        await Workflow.WaitConditionAsync(() => _surname.Length > 0);
        return $"Dear {_name} {await CapitalisedAsync(_surname)}";
    }

    [WorkflowSignal]
    public Task GoOnAsync(string surname)
    {
        _surname = surname;
        return Task.CompletedTask;
    }

    /// <summary>Ends once the name is known.</summary>
    [WorkflowUpdate]
    public Task KnowNameAsync() => Workflow.WaitConditionAsync(() => _name.Length > 0);

    [WorkflowQuery]
    public string Name() => _name;

    private static Task<string> CapitalisedAsync(string word) => Workflow.ExecuteActivityAsync(
        () => CapitaliseAsync(word),
        new ActivityOptions { StartToCloseTimeout = TimeSpan.FromSeconds(10), Summary = $"Capitalise {word}" });
}

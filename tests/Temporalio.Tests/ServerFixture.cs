using Temporalio.Testing;

namespace Temporalio.Tests;

/// <summary>One server in memory for all tests of a class.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    public WorkflowEnvironment Env { get; private set; } = null!;

    public async Task InitializeAsync() => Env = await WorkflowEnvironment.StartLocalAsync();

    public async Task DisposeAsync() => await Env.DisposeAsync();
}

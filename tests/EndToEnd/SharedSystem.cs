using Sagas.Harness;

namespace EndToEnd;

/// <summary>One running system for all tests that leave it sound; it starts once. Its tests run one after another.</summary>
public sealed class SharedSystem : IAsyncLifetime
{
    private RunningSystem? _system;
    private int _events;

    public RunningSystem System => _system ?? throw new InvalidOperationException("The system is not up.");

    public BookingDesk Desk => new(System);

    public async Task InitializeAsync() => _system = await RunningSystem.StartAsync();

    public async Task DisposeAsync()
    {
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }

    /// <summary>A new event of its own for a test.</summary>
    public async Task<string> EventAsync(int seats = 10)
    {
        var id = $"e{Interlocked.Increment(ref _events)}";
        await System.SeedEventAsync(id, seatsPerSection: seats);
        return id;
    }
}

[CollectionDefinition(Name)]
public sealed class SharedSystemCollection : ICollectionFixture<SharedSystem>
{
    public const string Name = "shared system";
}

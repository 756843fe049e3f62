using Sagas.Harness;

namespace EndToEnd;

/// <summary>A test against the shared system: afterwards every fault is ended and the invariants must hold.</summary>
[Collection(SharedSystemCollection.Name)]
public abstract class SystemTest(SharedSystem shared) : IAsyncLifetime
{
    protected SharedSystem Shared => shared;

    protected RunningSystem System => shared.System;

    protected BookingDesk Desk => shared.Desk;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        await System.Stripe.HealAsync();
        await System.SendGrid.HealAsync();
        (await Soundness.CheckAsync(System)).ShouldBeEmpty();
    }
}

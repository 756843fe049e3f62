using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer;
using Temporalio.Client;

namespace Temporalio.Testing;

/// <summary>An environment with a server in this process that skips time.</summary>
internal sealed class TimeSkippingEnvironment(ITemporalClient client, DevServerHost host, AutoTimeSkipping skipping)
    : InProcessEnvironment(client, host)
{
    public override bool SupportsTimeSkipping => true;

    public override Task DelayAsync(TimeSpan delay, CancellationToken? cancellationToken = null) =>
        Client.Connection.TestService.UnlockTimeSkippingWithSleepAsync(
            new() { Duration = Duration.FromTimeSpan(delay) },
            new() { CancellationToken = cancellationToken, Timeout = TimeSpan.FromHours(1) });

    public override async Task<DateTime> GetCurrentTimeAsync()
    {
        var response = await Client.Connection.TestService.GetCurrentTimeAsync(new Empty()).ConfigureAwait(false);
        return response.Time.ToDateTime();
    }

    public override Task<T> WithAutoTimeSkippingDisabledAsync<T>(Func<Task<T>> func) =>
        skipping.WhileDisabledAsync(func);
}
